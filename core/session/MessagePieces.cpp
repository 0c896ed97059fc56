// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessagePieces.h"

#include "MimeMessage.h"
#include "PieceJoin.h"
#include "Prescan.h"
#include "StoreReader.h"

#include <QDeadlineTimer>

#include <algorithm>

namespace
{

constexpr int mostMessages = 2000;        // of the sender, that are looked at
constexpr size_t mostPieces = 1000;       // that are put together
constexpr qint64 nearby = 30 * 24 * 3600; // seconds between the dates of pieces
constexpr qint64 patience = 5000;         // ms
constexpr qsizetype headSize = 64 * 1024; // octets, in which a message says that it is a piece

// The beginning of a message. Whoever cannot be read is no piece.
QByteArray headOf(StoreReader &store, MessageId message)
{
    QByteArray head;
    const auto read = store.rawTo(message, [&head](QByteArrayView bytes) -> Result<void> {
        head += bytes.first(std::min(bytes.size(), headSize - head.size()));
        if (head.size() == headSize)
            return failure(ErrorCode::Cancelled, QStringLiteral("enough"));
        return {};
    });
    return read || head.size() == headSize ? head : QByteArray();
}

} // namespace

Result<MessagePieces> MessagePieces::find(StoreReader &store, MessageId message, const QString &part,
                                          const IsWanted &isWanted)
{
    TRY(const auto summaries, store.summaries({message}));
    TRY(const QByteArray bytes, store.raw(message));
    const std::vector<PartialCard> inThis = readPieces(bytes);
    const auto shown = std::find_if(inThis.begin(), inThis.end(),
                                    [&part](const PartialCard &one) { return one.part == part; });
    if (shown == inThis.end() || summaries.empty())
        return failure(ErrorCode::NotFound, part);
    const MessageSummary &summary = summaries.front();
    const Place place{message, part, summary.size, summary.flags.testFlag(Flag::Partial)};
    MessagePieces pieces;
    pieces.add(*shown, place);
    if (shown->id.isEmpty())
        return pieces;
    for (const PartialCard &other : inThis) { // somebody may have sent all of them on
        if (other.id == shown->id)
            pieces.add(other, {message, other.part, summary.size, place.isCutShort});
    }
    CHECK(pieces.lookAround(store, message, shown->id, isWanted));
    return pieces;
}

Result<void> MessagePieces::lookAround(StoreReader &store, MessageId message, const QString &id,
                                       const IsWanted &isWanted)
{
    TRY(const auto summaries, store.summaries({message}));
    const MessageSummary &summary = summaries.front();
    if (summary.from.address.isEmpty())
        return {};
    const QDeadlineTimer deadline(patience);
    TRY(const auto rows, store.rowsOfSender(summary.from.address, summary.date, nearby, mostMessages));
    for (const MessageRow &row : rows) {
        if (!isWanted())
            return failure(ErrorCode::Cancelled);
        if (found().isWhole() || deadline.hasExpired())
            break;
        if (row.id == message)
            continue;
        for (const PartialCard &piece : readPieces(headOf(store, row.id))) {
            if (piece.id != id)
                continue;
            TRY(const auto other, store.summaries({row.id}));
            if (!other.empty())
                add(piece, {row.id, piece.part, other.front().size, row.flags.testFlag(Flag::Partial)});
        }
    }
    return {};
}

// The first of each number stays, unless it was cut short and this one is not.
void MessagePieces::add(const PartialCard &piece, const Place &place)
{
    if (m_total == 0)
        m_total = piece.total;
    if (piece.number < 1 || (m_total > 0 && piece.number > m_total))
        return;
    const auto [known, isNew] = m_pieces.try_emplace(piece.number, place);
    if (!isNew && known->second.isCutShort && !place.isCutShort)
        known->second = place;
}

FoundPieces MessagePieces::found() const
{
    FoundPieces found;
    found.total = m_total;
    qint64 size = 0;
    for (const auto &[number, place] : m_pieces) {
        if (m_total > 0 && number > m_total) // from before a total was told
            break;
        (place.isCutShort ? found.cutShort : found.here).push_back(number);
        size += place.size;
    }
    found.isTooLarge = size > Prescan::maxSize || m_pieces.size() > mostPieces;
    return found;
}

Result<QByteArray> MessagePieces::join(StoreReader &store, const IsWanted &isWanted) const
{
    const FoundPieces there = found();
    if (!there.isWhole())
        return failure(ErrorCode::NotFound,
                       QStringLiteral("%1 of %2 pieces").arg(there.here.size()).arg(m_total));
    if (there.isTooLarge)
        return failure(ErrorCode::Unsupported, QStringLiteral("the pieces are too large or too many"));
    std::vector<PieceSource> sources;
    for (const int number : there.here) {
        if (!isWanted())
            return failure(ErrorCode::Cancelled);
        const Place &place = m_pieces.at(number);
        TRY(auto bytes, store.raw(place.message));
        sources.push_back({std::move(bytes), place.part});
    }
    return joinPieces(sources);
}

Result<AttachedFile> readPart(StoreReader &store, MessageId message, const QString &part,
                              const MessagePieces::IsWanted &isWanted)
{
    const qsizetype slash = part.indexOf(u'/');
    const QString outer = part.left(slash);
    QString wanted = part;
    QByteArray bytes;
    if (const QString piece = pieceAt(outer); !piece.isEmpty()) {
        TRY(const auto pieces, MessagePieces::find(store, message, piece, isWanted));
        TRY(bytes, pieces.join(store, isWanted));
        if (slash < 0)
            return AttachedFile{std::move(bytes), "message/rfc822", {}};
        wanted = part.sliced(slash + 1);
    } else {
        TRY(bytes, store.raw(message));
    }
    auto file = MimeMessage(std::move(bytes)).file(wanted);
    if (!file)
        return failure(ErrorCode::NotFound, part);
    return std::move(*file);
}
