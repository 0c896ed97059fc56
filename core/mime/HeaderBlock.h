// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeaderBlock splits the header of a message or a part into its fields (RFC 5322 §2.2). It only points into
// the bytes it was read from, so these have to outlive it. Linear in the size of the header, bounded in
// memory: fields beyond maxFields are passed over and the value of a field is cut at maxFieldSize.
#pragma once

#include <QByteArrayView>
#include <QStringList>

#include <vector>

struct HeaderField {
    QByteArrayView name;
    QByteArrayView value; // as it stands there, still folded and encoded, without the blanks around it
};

class HeaderBlock
{
public:
    static constexpr int maxFields = 2000;
    static constexpr qsizetype maxFieldSize = 64 * 1024;

    HeaderBlock() = default;
    // Reads from the first octet of `bytes` to the first empty line, or to a line that cannot be part of a
    // header.
    explicit HeaderBlock(QByteArrayView bytes);

    const std::vector<HeaderField> &fields() const { return m_fields; }
    // The value of the first field of that name, in any case; null where there is none.
    QByteArrayView first(QByteArrayView name) const;
    // Octets up to the body: the empty line is counted.
    qsizetype size() const { return m_size; }
    const QStringList &defects() const { return m_defects; }

    // True where `line` starts with a field's name and a colon.
    static bool isField(QByteArrayView line);
    // True for a field with a name that mail really uses: a sign that a header goes on after a broken line.
    static bool isKnownField(QByteArrayView line);

private:
    bool goesOnAfter(QByteArrayView bytes, qsizetype next) const;
    void add(QByteArrayView bytes, qsizetype start, qsizetype end);

    std::vector<HeaderField> m_fields;
    qsizetype m_size = 0;
    QStringList m_defects;
};
