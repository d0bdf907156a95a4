package catalogue

// minRun is how many messages in a row are recognised where what comes before them is another.
const minRun = 2

// alignment says which messages of a list are those of an earlier one although the lists don't begin alike: a history that was cut
// or edited, or holds an answer in another form.
type alignment struct {
	// from and to are the range in the list, at is where it begins in the earlier one; what is beyond its end there is its last message.
	from, to, at int
	ok           bool
}

// align compares a list, from its first new message on, with an earlier one that it left after shared messages.
func (t *tree) align(list, earlier []int32, shared, fresh int) alignment {
	asked := len(earlier)
	for asked > 0 && isAnswer(t.nodes[earlier[asked-1]].hash) {
		asked--
	}
	if shared >= asked {
		to := t.answerEnd(list, asked)
		if to <= max(shared, fresh) || to == len(list) || shared == len(earlier) {
			return alignment{}
		}
		return alignment{from: max(shared, fresh), to: to, at: max(shared, fresh), ok: true}
	}
	if asked == 0 {
		return alignment{}
	}
	for x := len(list) - 1; x >= fresh; x-- {
		if t.nodes[list[x]].hash != t.nodes[earlier[asked-1]].hash {
			continue
		}
		run := 1
		for x-run >= fresh && asked-1-run >= 0 && t.nodes[list[x-run]].hash == t.nodes[earlier[asked-1-run]].hash {
			run++
		}
		to := x + 1
		for to < len(list) && asked+to-x-1 < len(earlier) && t.nodes[list[to]].hash == t.nodes[earlier[asked+to-x-1]].hash {
			to++
		}
		if end := t.answerEnd(list, x+1); asked+to-x-1 < len(earlier) && end < len(list) {
			to = max(to, end)
		}
		if to-x-1+run >= minRun {
			return alignment{from: x - run + 1, to: to, at: asked - run, ok: true}
		}
		return alignment{}
	}
	return alignment{}
}

// answerEnd returns where the answer ends that begins at an index.
func (t *tree) answerEnd(list []int32, at int) int {
	for at < len(list) && isAnswer(t.nodes[list[at]].hash) {
		at++
	}
	return at
}
