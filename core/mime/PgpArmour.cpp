// SPDX-License-Identifier: GPL-3.0-or-later
#include "PgpArmour.h"

#include "TextRule.h"

#include <QStringView>

#include <algorithm>
#include <vector>

namespace
{

class ArmourReader
{
public:
    explicit ArmourReader(QStringView text) : m_left(text) {}
    PgpText read();

private:
    QStringView line(); // the next one, with its line end
    void beginArmour()
    {
        m_armour = Armour::Fields;
        m_beyond = QStringView();
    }
    void passArmour(QStringView whole);
    void passSignatureHeader();
    void begin(bool isSigned);

    struct Piece {
        QString text;
        bool isSigned = false;
    };

    enum class Armour { Fields, Lines, Checksum, Over };

    QStringView m_left;
    Armour m_armour = Armour::Fields;
    QStringView m_beyond; // from the first line on that is no armour, until the armour is closed after all
    std::vector<Piece> m_pieces;
    PgpText m_result;
};

QStringView ArmourReader::line()
{
    const qsizetype end = m_left.indexOf(u'\n');
    const QStringView line = end < 0 ? m_left : m_left.first(end + 1);
    m_left = m_left.sliced(line.size());
    return line;
}

void ArmourReader::begin(bool isSigned)
{
    m_pieces.push_back({QString(), isSigned});
}

// "Hash: SHA256" and its like, up to the empty line.
void ArmourReader::passSignatureHeader()
{
    while (!m_left.isEmpty()) {
        const QStringView before = m_left;
        const QStringView field = line().trimmed();
        if (field.isEmpty())
            return;
        if (!field.contains(u": ")) { // the empty line is missing
            m_left = before;
            return;
        }
    }
}

// Fields, lines in base64 of which the last is shorter, a checksum (RFC 9580 §6.2). What follows may be a
// text whose writer left out the end of the armour.
void ArmourReader::passArmour(QStringView whole)
{
    constexpr qsizetype shortestFull = 60; // 64 and 76 are usual
    const QStringView text = whole.trimmed();
    const bool isData =
        !text.isEmpty() && text.size() % 4 == 0 && std::all_of(text.begin(), text.end(), [](QChar c) {
            return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'+' || c == u'/' || c == u'=');
        });
    if (m_armour == Armour::Over || text.isEmpty())
        return;
    if (m_armour == Armour::Fields && text.contains(u": "))
        return;
    if (m_armour <= Armour::Lines && isData) {
        m_armour = text.size() < shortestFull ? Armour::Checksum : Armour::Lines;
        return;
    }
    if (m_armour != Armour::Fields && text.size() == 5 && text.startsWith(u'=')) {
        m_armour = Armour::Checksum;
        return;
    }
    m_armour = Armour::Over;
    m_beyond = QStringView(whole.begin(), m_left.end());
}

PgpText ArmourReader::read()
{
    enum class Place { Outside, Signed, Signature, Encrypted };
    Place place = Place::Outside;
    begin(false);
    while (!m_left.isEmpty()) {
        const QStringView whole = line();
        const QStringView text = whole.startsWith(u"-----") ? whole.trimmed() : QStringView();
        if (place == Place::Outside && text == u"-----BEGIN PGP SIGNED MESSAGE-----") {
            passSignatureHeader();
            begin(true);
            m_result.hasSigned = true;
            place = Place::Signed;
        } else if (place == Place::Outside && text == u"-----BEGIN PGP MESSAGE-----") {
            begin(false);
            beginArmour();
            m_result.hasEncrypted = true;
            place = Place::Encrypted;
        } else if (place == Place::Signed && text == u"-----BEGIN PGP SIGNATURE-----") {
            place = Place::Signature;
            beginArmour();
        } else if ((place == Place::Signature && text == u"-----END PGP SIGNATURE-----") ||
                   (place == Place::Encrypted && text == u"-----END PGP MESSAGE-----")) {
            begin(false);
            place = Place::Outside;
        } else if (place == Place::Outside) {
            m_pieces.back().text += whole;
        } else if (place == Place::Signed) {
            m_pieces.back().text += whole.startsWith(u"- ") ? whole.sliced(2) : whole;
        } else {
            passArmour(whole);
        }
    }
    if (place == Place::Signature || place == Place::Encrypted) {
        begin(false);
        m_pieces.back().text = m_beyond.toString();
    }
    m_result.isAllSigned = m_result.hasSigned;
    bool wasSigned = false;
    for (const Piece &piece : m_pieces) {
        if (piece.text.trimmed().isEmpty())
            continue;
        m_result.isAllSigned = m_result.isAllSigned && piece.isSigned;
        if (!m_result.text.isEmpty() && (wasSigned || piece.isSigned))
            m_result.text = m_result.text.trimmed() + textRule();
        m_result.text += piece.text;
        wasSigned = piece.isSigned;
    }
    m_result.isAllSigned = m_result.isAllSigned && !m_result.hasEncrypted;
    return std::move(m_result);
}

} // namespace

PgpText withoutPgpArmour(const QString &text)
{
    if (!text.contains(QStringLiteral("-----BEGIN PGP ")))
        return {text, false, false, false};
    return ArmourReader(text).read();
}
