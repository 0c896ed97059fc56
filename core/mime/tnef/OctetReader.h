// SPDX-License-Identifier: GPL-3.0-or-later
//
// OctetReader reads little-endian numbers one after the other from bytes that it only points into. What is
// beyond the end reads as zero, or as what is left, and sets wasCut(); no call fails. One thread at a time.
#pragma once

#include <QByteArrayView>
#include <QtEndian>

#include <algorithm>

class OctetReader
{
public:
    explicit OctetReader(QByteArrayView bytes) : m_bytes(bytes) {}

    qsizetype left() const { return m_bytes.size() - m_at; }
    bool isAtEnd() const { return left() == 0; }
    bool wasCut() const { return m_wasCut; }

    template <class Number> Number number()
    {
        const QByteArrayView octets = take(sizeof(Number));
        return octets.size() == sizeof(Number) ? qFromLittleEndian<Number>(octets.data()) : Number(0);
    }
    QByteArrayView take(qsizetype size)
    {
        const qsizetype taken = std::clamp<qsizetype>(size, 0, left());
        m_wasCut = m_wasCut || taken != size;
        const QByteArrayView octets = m_bytes.sliced(m_at, taken);
        m_at += taken;
        return octets;
    }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_wasCut = false;
};
