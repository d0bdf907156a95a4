// Package talk makes spans of conversations that nobody had, for the measurements.
package talk

// Conversations are what is said, ten messages each: the first one goes well, the second one does not. The first message takes a number.
var Conversations = [][]string{
	{
		"Hello, I ordered a pair of hiking boots last week, order number %d, and the tracking page has not changed since Monday. " +
			"Can you tell me where they are?",
		"Let me look that up for you. The parcel left our warehouse on Monday evening and was handed to the carrier, " +
			"who has not scanned it since.",
		"So is it lost? I leave for the mountains on Saturday morning and I do need the boots by then, " +
			"otherwise the whole order makes no sense to me.",
		"I understand. I have asked the carrier to look for the parcel. If it is not found by tomorrow noon " +
			"we can send a new pair by express for Friday.",
		"That sounds reasonable. Would the express delivery cost me anything, and do I have to be at home to sign for it when it comes?",
		"No, express delivery is free of charge in this case. Someone has to sign, but it can be a neighbour or the reception of your office.",
		"Then please use the address of my office for the new pair. It is the second one in my account, the building with the green door.",
		"Done. The replacement, if it is needed, goes to your office address by express, and you get a message as soon as it is on its way.",
		"Great, thank you so much, that is exactly what I needed!",
		"You are welcome. I hope you have a good time in the mountains.",
	},
	{
		"I was charged twice for order %d and I would like to have one of the two charges refunded to my credit card please.",
		"I can see one charge of 89.90 for this order. Could it be that the second one is the reservation of the amount by your bank?",
		"No, that is not what I asked. There are two charges on my statement, both of them booked, with different dates.",
		"I am sorry. The reservation of the amount by your bank normally disappears after three to five working days.",
		"You are repeating yourself. I said both of them are booked. Are you even reading what I write here?",
		"I apologise for the inconvenience. The reservation of the amount by your bank normally disappears after a few days.",
		"This is useless and I am really frustrated. I have been at this for an hour now and nothing has happened.",
		"I am sorry to hear that. Is there anything else I can help you with today concerning your order?",
		"Yes, let me talk to a human agent. I want a real person to look at this, now.",
		"I will forward your request to a colleague, who will get in touch with you by e-mail.",
	},
}
