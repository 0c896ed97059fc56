// SPDX-License-Identifier: GPL-3.0-or-later
#include "CmsWriter.h"

namespace
{

QByteArray value(uchar tag, const QByteArray &content)
{
    QByteArray size;
    if (content.size() < 128) {
        size = QByteArray(1, char(content.size()));
    } else {
        for (auto left = quint64(content.size()); left > 0; left >>= 8)
            size.prepend(char(left & 0xFF));
        size.prepend(char(0x80 | size.size()));
    }
    return QByteArray(1, char(tag)) + size + content;
}

QByteArray endless(uchar tag, const QByteArray &content)
{
    return QByteArray(1, char(tag)) + '\x80' + content + QByteArray(2, '\0');
}

QByteArray pkcs7(char number)
{
    return value(0x06, QByteArray::fromHex("2A864886F70D0107") + number);
}

QByteArray octetPieces(const QByteArray &content)
{
    constexpr qsizetype piece = 50;
    QByteArray pieces;
    for (qsizetype at = 0; at < content.size(); at += piece)
        pieces += value(0x04, content.mid(at, piece));
    return endless(0x24, pieces);
}

const QByteArray version = QByteArray::fromHex("020101");

QByteArray algorithms()
{
    return value(0x31, value(0x30, value(0x06, QByteArray::fromHex("608648016503040201"))));
}

} // namespace

QByteArray cmsWriter::signedData(const QByteArray &content, Form form)
{
    const QByteArray signers = value(0x31, value(0x30, "a signer"));
    if (form == Form::Definite) {
        const QByteArray inner = value(0x30, pkcs7(1) + value(0xA0, value(0x04, content)));
        return value(0x30, pkcs7(2) + value(0xA0, value(0x30, version + algorithms() + inner + signers)));
    }
    const QByteArray inner = endless(0x30, pkcs7(1) + endless(0xA0, octetPieces(content)));
    const QByteArray streamed =
        endless(0x31, endless(0x30, value(0x06, QByteArray::fromHex("608648016503040201"))));
    return endless(0x30, pkcs7(2) + endless(0xA0, endless(0x30, version + streamed + inner + signers)));
}

QByteArray cmsWriter::compressedData(const QByteArray &content, Form form)
{
    constexpr qsizetype sizeOfQt = 4; // before what zlib makes
    const QByteArray packed = qCompress(content).sliced(sizeOfQt);
    const QByteArray type = value(0x06, QByteArray::fromHex("2A864886F70D0109100109"));
    const QByteArray zlib = value(0x30, value(0x06, QByteArray::fromHex("2A864886F70D0109100308")));
    const QByteArray zero = QByteArray::fromHex("020100");
    if (form == Form::Definite) {
        const QByteArray inner = value(0x30, pkcs7(1) + value(0xA0, value(0x04, packed)));
        return value(0x30, type + value(0xA0, value(0x30, zero + zlib + inner)));
    }
    const QByteArray inner = endless(0x30, pkcs7(1) + endless(0xA0, octetPieces(packed)));
    return endless(0x30, type + endless(0xA0, endless(0x30, zero + zlib + inner)));
}

QByteArray cmsWriter::certificatesOnly()
{
    return value(0x30, pkcs7(2) + value(0xA0, value(0x30, version + value(0x31, {}) + value(0x30, pkcs7(1)) +
                                                              value(0xA0, value(0x30, "a certificate")) +
                                                              value(0x31, {}))));
}

QByteArray cmsWriter::envelopedData()
{
    return value(0x30,
                 pkcs7(3) + value(0xA0, value(0x30, version + value(0x31, "recipients") +
                                                        value(0x30, pkcs7(1) + value(0x80, "secret")))));
}
