package server

const secret = "a token of some length"
