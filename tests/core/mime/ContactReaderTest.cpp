// SPDX-License-Identifier: GPL-3.0-or-later
#include "MimeMessage.h"

#include <QFile>
#include <QTest>

namespace
{
std::optional<ContactCard> contactIn(const QByteArray &mail)
{
    for (const MessageCard &card : MimeMessage(mail).body({}, 0).cards) {
        if (const auto *contact = std::get_if<ContactCard>(&card))
            return *contact;
    }
    return std::nullopt;
}

std::optional<ContactCard> contactOf(const QByteArray &lines)
{
    return contactIn("From: a@b.example\r\nContent-Type: text/vcard; charset=utf-8\r\n\r\nBEGIN:VCARD\r\n" +
                     lines + "END:VCARD\r\n");
}
} // namespace

class ContactReaderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void version3();
    void version2();
    void version4();
    void furtherPersonsAreCounted();
    void aCardWithinACardIsNotThePerson();
    void whoHasNoNameIsNamedOtherwise();
    void fileNamesTellCardsToo();
    void hugeCardsAreBounded();
};

void ContactReaderTest::version3()
{
    QFile file(QStringLiteral(POPLAR_TEST_DATA "/cards/contact-3.eml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto contact = contactIn(file.readAll());
    QVERIFY(contact);
    QCOMPARE(contact->part, QStringLiteral("2"));
    QCOMPARE(contact->name, QStringLiteral("Tomas Reed"));
    QCOMPARE(contact->organization, QStringLiteral("Harbour Works, Lanterns"));
    QCOMPARE(contact->title, QStringLiteral("Keeper, second class"));
    QCOMPARE(contact->mail,
             (QStringList{QStringLiteral("tomas@reed.example"), QStringLiteral("reed@harbour.example")}));
    QCOMPARE(contact->telephones, QStringList{QStringLiteral("+00 555 0142")});
    QCOMPARE(contact->addresses, QStringList{QStringLiteral("17 Chandler Street, Harbour, 10417")});
    QCOMPARE(contact->links, QStringList{QStringLiteral("https://reed.example/")});
    QCOMPARE(contact->leftOut, 0);
}

void ContactReaderTest::version2()
{
    const auto contact = contactOf("VERSION:2.1\r\n"
                                   "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg\r\n"
                                   "TEL;WORK;VOICE:+00 555 0100\r\n"
                                   "ADR;HOME;QUOTED-PRINTABLE;CHARSET=UTF-8:;;H=C3=B6henweg 7=\r\n"
                                   ";Bern;;3000;\r\n"
                                   "EMAIL;INTERNET:joerg@mueller.example\r\n");
    QVERIFY(contact);
    QCOMPARE(contact->name, QStringLiteral("Jörg Müller"));
    QCOMPARE(contact->telephones, QStringList{QStringLiteral("+00 555 0100")});
    QCOMPARE(contact->addresses, QStringList{QStringLiteral("Höhenweg 7, Bern, 3000")});
    QCOMPARE(contact->mail, QStringList{QStringLiteral("joerg@mueller.example")});
}

void ContactReaderTest::version4()
{
    const auto contact =
        contactOf("VERSION:4.0\r\nFN:Ines Cole\r\nTEL;VALUE=uri;TYPE=\"voice,home\":tel:+005550111\r\n"
                  "ROLE:Editor\r\nEMAIL;PREF=1:ines@pier.example\r\n");
    QVERIFY(contact);
    QCOMPARE(contact->name, QStringLiteral("Ines Cole"));
    QCOMPARE(contact->telephones, QStringList{QStringLiteral("+005550111")});
    QCOMPARE(contact->title, QStringLiteral("Editor"));
}

void ContactReaderTest::furtherPersonsAreCounted()
{
    const auto contact =
        contactOf("FN:One\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Two\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Three\r\n");
    QVERIFY(contact);
    QCOMPARE(contact->name, QStringLiteral("One"));
    QCOMPARE(contact->leftOut, 2);
}

void ContactReaderTest::aCardWithinACardIsNotThePerson()
{
    const auto contact = contactOf("AGENT:\r\nBEGIN:VCARD\r\nFN:The agent\r\nEND:VCARD\r\nFN:The chief\r\n");
    QVERIFY(contact);
    QCOMPARE(contact->name, QStringLiteral("The chief"));
    QCOMPARE(contact->leftOut, 0);
}

void ContactReaderTest::whoHasNoNameIsNamedOtherwise()
{
    QCOMPARE(contactOf("ORG:Harbour Works\r\n")->name, QStringLiteral("Harbour Works"));
    QCOMPARE(contactOf("EMAIL:a@b.example\r\n")->name, QStringLiteral("a@b.example"));
    QVERIFY(!contactOf("NOTE:nobody\r\n"));
}

void ContactReaderTest::fileNamesTellCardsToo()
{
    const auto contact =
        contactIn("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n"
                  "--b\r\nContent-Type: application/octet-stream; name=\"Ines.VCF\"\r\n\r\n"
                  "BEGIN:VCARD\r\nFN:Ines\r\nEND:VCARD\r\n--b--\r\n");
    QVERIFY(contact);
    QCOMPARE(contact->part, QStringLiteral("2"));
}

void ContactReaderTest::hugeCardsAreBounded()
{
    QByteArray lines = "FN:" + QByteArray(5'000'000, 'n') + "\r\n";
    for (int i = 0; i < 100000; ++i)
        lines += "EMAIL:" + QByteArray::number(i) + "@b.example\r\n";
    const auto contact = contactOf(lines);
    QVERIFY(contact);
    QVERIFY(contact->name.size() <= 500);
    QVERIFY(contact->mail.size() <= 10);
}

QTEST_GUILESS_MAIN(ContactReaderTest)
#include "ContactReaderTest.moc"
