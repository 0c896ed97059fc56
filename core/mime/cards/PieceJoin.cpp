// SPDX-License-Identifier: GPL-3.0-or-later
#include "PieceJoin.h"

#include "Octets.h"
#include "ParsedMessage.h"
#include "PartialReader.h"

#include <array>

namespace
{

// The fields that are those of the message within (RFC 2046 §5.2.2.1, rules 1 and 2).
bool isOfMessageWithin(const HeaderField &field)
{
    constexpr std::array names{"Subject", "Message-ID", "Encrypted", "MIME-Version"};
    return startsIgnoringCase(field.name, "Content-") ||
           std::any_of(names.begin(), names.end(),
                       [&field](const char *name) { return sameIgnoringCase(field.name, name); });
}

void appendFields(QByteArray &message, const HeaderBlock &header, bool ofMessageWithin)
{
    for (const HeaderField &field : header.fields()) {
        if (isOfMessageWithin(field) != ofMessageWithin)
            continue;
        message.append(field.name).append(": ").append(field.value).append("\r\n");
    }
}

bool isPiece(const MimePart &part)
{
    return part.type == "message/partial";
}

// A piece must not be encoded (RFC 2046 §5.2.2); what a server on the way encoded all the same is decoded.
Result<QByteArray> contentOf(const ParsedMessage &message, const QString &part)
{
    const int index = message.tree.indexOf(part);
    if (index < 0 || !isPiece(message.tree[index]))
        return failure(ErrorCode::NotFound, part);
    return decodeTransfer(message.tree[index].content, message.tree[index].encoding);
}

// The header of the whole message and the beginning of its body.
Result<QByteArray> beginning(const PieceSource &first)
{
    const ParsedMessage message(first.message);
    TRY(const QByteArray content, contentOf(message, first.part));
    // With an empty line first, or none of a header at all, the message within is text alone.
    const bool hasHeader = HeaderBlock::isField(lineAt(content, 0));
    const HeaderBlock within = hasHeader ? HeaderBlock(content) : HeaderBlock();
    qsizetype body = within.size();
    if (!hasHeader && lineAt(content, 0).isEmpty())
        body = std::min(lineEnd(content, 0) + 1, content.size());
    QByteArray whole;
    appendFields(whole, message.header, false);
    appendFields(whole, within, true);
    whole += "\r\n";
    whole += QByteArrayView(content).sliced(body);
    return whole;
}

} // namespace

std::vector<PartialCard> readPieces(QByteArrayView message)
{
    const ParsedMessage parsed(message);
    std::vector<PartialCard> pieces;
    for (int index = 0; index < parsed.tree.count(); ++index) {
        if (auto piece = readPartial(parsed.tree[index])) {
            piece->part = parsed.tree.number(index);
            pieces.push_back(std::move(*piece));
        }
    }
    return pieces;
}

Result<QByteArray> joinPieces(const std::vector<PieceSource> &pieces)
{
    if (pieces.empty())
        return failure(ErrorCode::NotFound);
    TRY(QByteArray whole, beginning(pieces.front()));
    for (size_t i = 1; i < pieces.size(); ++i) {
        TRY(const QByteArray content, contentOf(ParsedMessage(pieces[i].message), pieces[i].part));
        if (whole.size() + content.size() > Prescan::maxSize)
            return failure(ErrorCode::Unsupported, QStringLiteral("larger than %1").arg(Prescan::maxSize));
        // Messages are cut between lines; within a multipart the last line end is the boundary's.
        if (!whole.endsWith('\n'))
            whole += "\r\n";
        whole += content;
    }
    return whole;
}
