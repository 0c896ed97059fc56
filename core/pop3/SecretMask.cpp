// SPDX-License-Identifier: GPL-3.0-or-later
#include "SecretMask.h"

#include <QByteArrayList>
#include <QCryptographicHash>
#include <QString>

#include <algorithm>

namespace
{
constexpr qsizetype tellingPiece = 5;  // octets
constexpr qsizetype base64OfPiece = 6; // characters that carry all but a few bits of them
constexpr qsizetype hexOfPiece = 10;
} // namespace

void SecretMask::add(const QByteArray &text, qsizetype piece)
{
    Form form{text.toLower(), std::min(piece, text.size())};
    if (!text.isEmpty() && std::find(m_forms.begin(), m_forms.end(), form) == m_forms.end())
        m_forms.push_back(std::move(form));
}

void SecretMask::hideAsItIs(const QByteArray &text)
{
    if (text.size() >= tellingPiece - 1) // "=" is no secret
        add(text, tellingPiece);
}

void SecretMask::hide(const QByteArray &secret)
{
    if (secret.isEmpty())
        return;
    QByteArrayList charsets{secret};
    const QString text = QString::fromUtf8(secret);
    if (std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x100; }))
        charsets.append(text.toLatin1());
    for (const QByteArray &bytes : charsets) {
        add(bytes, tellingPiece);
        add(bytes.toBase64(), base64OfPiece);
        add(bytes.toPercentEncoding(), tellingPiece);
        add(bytes.toHex(), hexOfPiece);
        // Within the base64 of something longer it begins at any of three places; what it shares a character
        // with is not its own.
        for (int shift = 1; shift <= 2 && bytes.size() >= tellingPiece; ++shift) {
            QByteArray within = (QByteArray(shift, 0) + bytes).toBase64(QByteArray::OmitTrailingEquals);
            within.remove(0, shift + 1);
            if ((shift + bytes.size()) % 3 != 0)
                within.chop(1);
            add(within, base64OfPiece);
        }
    }
    for (const auto digest : {QCryptographicHash::Md5, QCryptographicHash::Sha1, QCryptographicHash::Sha256})
        add(QCryptographicHash::hash(secret, digest).toHex(), hexOfPiece);
}

QByteArray SecretMask::covered(const QByteArray &text) const
{
    const QByteArray lower = text.toLower();
    QByteArray result;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype longest = 0;
        for (const Form &form : m_forms) {
            qsizetype size = form.piece;
            if (at + size > lower.size() || !form.text.contains(QByteArrayView(lower).sliced(at, size)))
                continue;
            while (at + size < lower.size() && form.text.contains(QByteArrayView(lower).sliced(at, size + 1)))
                ++size;
            longest = std::max(longest, size);
        }
        if (longest == 0)
            result += text[at];
        else if (!result.endsWith("***"))
            result += "***";
        at += std::max<qsizetype>(longest, 1);
    }
    return result;
}
