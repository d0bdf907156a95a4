package fakestore

import (
	"fmt"
	"time"
)

// scripts are all conversations, with ids and ages.
func scripts() []script {
	loops := invoiceLoop(6)
	happy := happyRefund("A-1042")
	several := gaveUp()
	several.session, several.maxTraces = "session-4f2a", 4
	special := []struct {
		id  string
		one script
	}{
		{Loops, loops},
		{Happy, happy},
		{NoContent, noContent()},
		{SeveralTraces, several},
		{Hostile, hostile()},
		{LongMessage, longMessage()},
		{ManyMessages, manyMessages()},
		{BigTrace, bigTrace(5000, 0)},
		{MediumTrace, bigTrace(500, 0)},
	}
	all := make([]script, 0, 44)
	for i, s := range special {
		s.one.id, s.one.age = s.id, time.Duration(3+11*i)*time.Minute
		all = append(all, s.one)
	}
	for i := range 33 {
		one := variant(i)
		one.id = fmt.Sprintf("%016x", 0xa100+i)
		one.age = time.Duration(i*i) * 13 * time.Minute
		all = append(all, one)
	}
	return all
}

// variant is one of many conversations that differ in their details.
func variant(i int) script {
	var one script
	switch i % 8 {
	case 0:
		one = happyRefund(fmt.Sprintf("B-%d", 2000+i))
	case 1:
		one = invoiceLoop(2 + i%4)
	case 2:
		one = smallTalk([]string{"a mutex", "a queue", "backpressure", "consensus"}[i/8%4])
	case 3:
		one = codingAgent([]string{"internal/parse/duration.go", "cmd/app/main.go", "pkg/units/units.go"}[i/8%3])
	case 4:
		one = rateLimited()
	case 5:
		one = gaveUp()
	case 6:
		one = german()
	default:
		one = smallTalk([]string{"an index", "a checkpoint", "eventual consistency", "a hash"}[i/8%4])
		one.service = "docs-bot"
	}
	one.user = fmt.Sprintf("user-%d", 100+i*37%50)
	one.session = fmt.Sprintf("session-%04x", 0x1000+i*4099%0xefff)
	one.score = max(0, min(100, one.score+float64(i*7%11)-5))
	return one
}
