// SPDX-License-Identifier: GPL-3.0-or-later
//
// SecretMask takes secrets out of text that is to be shown or handed on: as they are, in Latin-1, base64 at
// any alignment, percent-encoding, hexadecimal digits, and as their MD5, SHA-1 or SHA-256; in any case of
// letters, whole or in pieces. It rather covers too much than too little. Not shared between threads.
#pragma once

#include <QByteArray>

#include <vector>

class SecretMask
{
public:
    // `secret` in UTF-8. From now on "***" stands in its place, whole or in pieces of five characters (more
    // of an encoded one, to the same effect).
    void hide(const QByteArray &secret);
    // Only as it is: for what is an encoding already.
    void hideAsItIs(const QByteArray &text);

    QByteArray covered(const QByteArray &text) const;

private:
    struct Form {
        QByteArray text; // lower case
        qsizetype piece; // so much of it gives it away

        bool operator==(const Form &) const = default;
    };

    void add(const QByteArray &text, qsizetype piece);

    std::vector<Form> m_forms;
};
