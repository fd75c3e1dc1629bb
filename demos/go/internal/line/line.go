package line

import (
	"sort"
	"strconv"
	"unicode/utf8"
)

// A Field is a key with its value: an integer, a text, a list of texts or an error.
type Field struct {
	key   string
	text  string
	list  []string
	err   *Problem
	isInt bool
	int   int64
}

// Text makes a field of a text.
func Text(key, text string) Field { return Field{key: key, text: text} }

// Int makes a field of a whole number.
func Int(key string, value int64) Field { return Field{key: key, int: value, isInt: true} }

// Bool makes a field of 0 or 1.
func Bool(key string, value bool) Field {
	if value {
		return Int(key, 1)
	}
	return Int(key, 0)
}

// List makes a field of texts.
func List(key string, list []string) Field { return Field{key: key, list: list} }

// Err makes a field of an error.
func Err(key string, err *Problem) Field { return Field{key: key, err: err} }

// A Problem is what an error says of itself.
type Problem struct {
	Text string
	// Nature is empty for a failure.
	Nature string
	// Type is the name of its type; empty where that says no more than the text.
	Type  string
	Wraps []*Problem
}

// Append appends the line of an event with a line feed. It sorts fields by their keys.
func Append(b []byte, seq, t int64, kind, id string, fields ...Field) []byte {
	b = append(b, `{"`+Seq+`":`...)
	b = strconv.AppendInt(b, seq, 10)
	b = append(b, `,"`+T+`":`...)
	b = strconv.AppendInt(b, t, 10)
	b = append(b, `,"`+Kind+`":`...)
	b = appendText(b, kind)
	b = append(b, `,"`+ID+`":`...)
	b = appendText(b, id)
	sort.Slice(fields, func(i, j int) bool { return fields[i].key < fields[j].key })
	for _, field := range fields {
		b = append(b, ',')
		b = appendText(b, field.key)
		b = append(b, ':')
		switch {
		case field.isInt:
			b = strconv.AppendInt(b, field.int, 10)
		case field.err != nil:
			b = appendError(b, field.err)
		case field.list != nil:
			b = append(b, '[')
			for i, text := range field.list {
				if i > 0 {
					b = append(b, ',')
				}
				b = appendText(b, text)
			}
			b = append(b, ']')
		default:
			b = appendText(b, field.text)
		}
	}
	return append(b, "}\n"...)
}

// appendError appends a text, where that says everything, and else an object.
func appendError(b []byte, err *Problem) []byte {
	if err.Type == "" && len(err.Wraps) == 0 {
		text := err.Text
		if err.Nature == Panic {
			text = "panic: " + text
		}
		return appendText(b, text)
	}
	b = append(b, '{')
	if err.Nature != "" {
		b = append(b, `"`+Nature+`":`...)
		b = append(appendText(b, err.Nature), ',')
	}
	b = append(b, `"`+TextK+`":`...)
	b = appendText(b, err.Text)
	if err.Type != "" {
		b = append(b, `,"`+Type+`":`...)
		b = appendText(b, err.Type)
	}
	if len(err.Wraps) > 0 {
		b = append(b, `,"`+Wraps+`":[`...)
		for i, wrapped := range err.Wraps {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendError(b, wrapped)
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

// appendText appends a text in quotation marks. It escapes what could disturb a line or a terminal: controls, line
// separators, controls of writing direction, characters without a width. Bytes that aren't UTF-8 become U+FFFD.
func appendText(b []byte, text string) []byte {
	b = append(b, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case isEscaped(r):
			const digits = "0123456789abcdef"
			b = append(b, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

func isEscaped(r rune) bool {
	return r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0x61c || r >= 0x200b && r <= 0x200f ||
		r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff
}
