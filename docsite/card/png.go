package card

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/bits"

	"wpengine/docsite/colour"
)

// encode writes a picture as PNG. Nearly all of one is as the row above, or as the pixel before, so
// that is all this looks for: it takes a tenth of the time of a compressor that looks for more, and
// the file is about as small.
func encode(pix []uint8, palette []colour.Colour) []byte {
	var out bytes.Buffer
	out.Grow(48 << 10)
	out.WriteString("\x89PNG\r\n\x1a\n")
	header := binary.BigEndian.AppendUint32(nil, Width)
	header = binary.BigEndian.AppendUint32(header, Height)
	chunk(&out, "IHDR", append(header, 8, 3, 0, 0, 0)) // 8 bits a pixel, of a palette
	colours := make([]byte, 0, 3*len(palette))
	for _, c := range palette {
		colours = append(colours, c.R, c.G, c.B)
	}
	chunk(&out, "PLTE", colours)
	w := &writer{out: make([]byte, 0, 48<<10), sum: 1}
	w.picture(pix)
	chunk(&out, "IDAT", w.out)
	chunk(&out, "IEND", nil)
	return out.Bytes()
}

func chunk(out *bytes.Buffer, name string, data []byte) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(data)))
	out.Write(n[:])
	from := out.Len()
	out.WriteString(name)
	out.Write(data)
	binary.BigEndian.PutUint32(n[:], crc32.ChecksumIEEE(out.Bytes()[from:]))
	out.Write(n[:])
}

// writer writes a zlib stream (RFC 1950) of one block with the fixed codes of deflate (RFC 1951).
type writer struct {
	out  []byte
	bits uint64 // not yet in out, the lowest first
	n    uint
	sum  uint64 // of Adler-32: its first half
	sums uint64 // and its second
}

// up is the filter that PNG calls so: of each pixel, what it is more than the one above.
const up = 2

// picture writes all rows. Those that are as the one above are a repetition of what was written
// of it, once that is nothing but zeros.
func (w *writer) picture(pix []uint8) {
	w.out = append(w.out, 0x78, 0x01)
	w.put(0b011, 3) // the last block, with fixed codes
	above := make([]uint8, Width)
	var same int // rows as the one above
	for y := range Height {
		row := pix[y*Width : (y+1)*Width]
		if bytes.Equal(row, above) {
			same++
			continue
		}
		w.blank(same)
		same = 0
		w.run(up, 1)
		w.row(row, above)
		w.reduce()
		above = row
	}
	w.blank(same)
	w.put(0, 7) // the end of the block
	w.put(0, (8-w.n%8)%8)
	w.flush()
	w.out = binary.BigEndian.AppendUint32(w.out, uint32(w.sums<<16|w.sum))
}

// blank writes rows without a difference to the one above.
func (w *writer) blank(rows int) {
	if rows == 0 {
		return
	}
	w.run(up, 1)
	w.run(0, Width)
	for range rows - 1 {
		w.count(up, 1)
		w.count(0, Width)
		w.reduce()
	}
	for left := (rows - 1) * (Width + 1); left > 0; {
		n := min(left, 258)
		if left-n == 1 || left-n == 2 {
			n -= 3 // shorter repetitions than 3 there are none
		}
		code := lengths[n]
		w.put(code.bits, code.n)
		w.put(rowBack.bits, rowBack.n)
		left -= n
	}
}

// row writes the differences of a row to that above.
func (w *writer) row(row, above []uint8) {
	above = above[:len(row)]
	for x := 0; x < len(row); {
		if row[x] == above[x] {
			n := alike(row[x:], above[x:])
			w.run(0, n)
			x += n
			continue
		}
		value, n := row[x]-above[x], 1
		for x+n < len(row) && row[x+n]-above[x+n] == value {
			n++
		}
		w.run(value, n)
		x += n
	}
}

// alike counts the bytes that two slices of one length begin with in common.
func alike(a, b []uint8) (n int) {
	for ; n+8 <= len(a); n += 8 {
		if diff := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); diff != 0 {
			return n + bits.TrailingZeros64(diff)/8
		}
	}
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n
}

// run writes a byte n times: once, and then as repetitions of the byte before.
func (w *writer) run(value uint8, n int) {
	w.count(value, n)
	code := literals[value]
	w.put(code.bits, code.n)
	for n--; n >= 3; {
		many := min(n, 258)
		long := lengths[many]
		w.put(long.bits, long.n+5) // the code of the distance 1 is five zeros
		n -= many
	}
	for ; n > 0; n-- {
		w.put(code.bits, code.n)
	}
}

// count adds n times a byte to the sum. Its first half grows by the value with each byte, and the
// second by the first.
func (w *writer) count(value uint8, n int) {
	v, k := uint64(value), uint64(n)
	w.sums += k*w.sum + v*(k*(k+1)/2)
	w.sum += v * k
}

// reduce keeps the sum in bounds. Once a row is often enough.
func (w *writer) reduce() {
	const most = 65521
	w.sum, w.sums = w.sum%most, w.sums%most
}

func (w *writer) put(bits uint64, n uint) {
	w.bits |= bits << w.n
	if w.n += n; w.n >= 32 {
		w.out = binary.LittleEndian.AppendUint32(w.out, uint32(w.bits))
		w.bits >>= 32
		w.n -= 32
	}
}

// flush writes whole bytes that are left.
func (w *writer) flush() {
	for ; w.n >= 8; w.n -= 8 {
		w.out = append(w.out, byte(w.bits))
		w.bits >>= 8
	}
}

// code is some bits as the stream has them.
type code struct {
	bits uint64
	n    uint
}

// The fixed codes: of bytes, of lengths with what belongs to them, and of the distance to the row above.
var (
	literals = func() (all [256]code) {
		for value := range all {
			if value < 144 {
				all[value] = huffman(0b00110000+value, 8)
			} else {
				all[value] = huffman(0b110010000+value-144, 9)
			}
		}
		return all
	}()
	lengths = func() (all [259]code) {
		length := 3
		for symbol := 257; symbol < 285; symbol++ {
			extra := uint(max(0, (symbol-261)/4))
			c := huffman(symbol-256, 7)
			if symbol >= 280 {
				c = huffman(0b11000000+symbol-280, 8)
			}
			for more := range 1 << extra {
				all[length] = code{c.bits | uint64(more)<<c.n, c.n + extra}
				length++
			}
		}
		all[258] = huffman(0b11000000+285-280, 8)
		return all
	}()
	rowBack = code{huffman(20, 5).bits | (Width+1-1025)<<5, 5 + 9} // code 20 is of 1025 to 1536
)

// huffman turns a code round: it is written from its highest bit, everything else from the lowest.
func huffman(symbol int, n uint) code {
	return code{uint64(bits.Reverse16(uint16(symbol)) >> (16 - n)), n}
}
