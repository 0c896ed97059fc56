// SPDX-License-Identifier: GPL-3.0-or-later
//
// The reader of multi-line answers against the rules applied one byte after the other to the whole. The
// input: one byte for the line ends and for how the stream is cut into blocks, then the stream.
#include "FuzzInput.h"
#include "Pop3BodyReader.h"

namespace
{
struct Body {
    QByteArray message;
    qsizetype consumed = 0;
    bool finished = false;

    bool operator==(const Body &) const = default;
};

// RFC 1939 §3: a line that begins with a dot loses it, and ends the answer when nothing is left.
Body byTheBook(const QByteArray &stream, bool lineFeeds)
{
    Body body;
    bool isLineStart = true;
    while (body.consumed < stream.size()) {
        if (isLineStart && stream[body.consumed] == '.') {
            const QByteArray rest = stream.mid(++body.consumed, 2);
            if (rest == "\r\n" || (lineFeeds && rest.startsWith('\n'))) {
                body.consumed += rest.startsWith('\n') ? 1 : 2;
                body.finished = true;
                return body;
            }
            isLineStart = false;
            if (rest == "\r") // whether the end or text, the next byte will tell
                ++body.consumed;
            continue;
        }
        const char byte = stream[body.consumed++];
        body.message += byte;
        isLineStart = byte == '\n' && (lineFeeds || stream.mid(body.consumed - 2, 1) == "\r");
    }
    return body;
}

Body byTheReader(const QByteArray &stream, bool lineFeeds, unsigned seed)
{
    Pop3BodyReader reader(lineFeeds ? Pop3BodyReader::LineEnds::LineFeeds : Pop3BodyReader::LineEnds::Crlf);
    Body body;
    while (body.consumed < stream.size() && !body.finished) {
        seed = seed * 1103515245 + 12345;
        QByteArray block = stream.mid(body.consumed, 1 + qsizetype((seed >> 16) % 9));
        const auto step = reader.consume(block.data(), block.size());
        require(step.produced <= step.consumed && step.consumed <= block.size());
        require(step.finished || step.consumed == block.size());
        if (step.carriageReturnBefore)
            body.message += '\r';
        body.message += block.first(step.produced);
        body.consumed += step.consumed;
        body.finished = step.finished;
    }
    return body;
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const bool lineFeeds = data[0] % 2 == 1;
    const QByteArray stream = bytesOf(data + 1, size - 1);
    require(byTheReader(stream, lineFeeds, data[0] / 2) == byTheBook(stream, lineFeeds));
    return 0;
}
