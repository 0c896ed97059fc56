// SPDX-License-Identifier: GPL-3.0-or-later
//
// No part of a message may be neither shown nor listed. Goes over the samples of this suite, and over the
// real mail beside the project where it is there.
#include "ParsedMessage.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <algorithm>

namespace
{

bool isIn(const std::vector<int> &list, int part)
{
    return std::find(list.begin(), list.end(), part) != list.end();
}

// The outermost part above that satisfies `is`, or -1.
template <class Is> int outermost(const PartTree &tree, int part, Is is)
{
    int found = -1;
    for (int at = tree[part].parent; at >= 0; at = tree[at].parent)
        found = is(tree[at]) ? at : found;
    return found;
}

bool isBelow(const PartTree &tree, int part, int above)
{
    for (int at = part; at >= 0; at = tree[at].parent) {
        if (at == above)
            return true;
    }
    return false;
}

bool isSignature(const PartTree &tree, int part)
{
    const int parent = tree[part].parent;
    return parent >= 0 && tree[parent].type == "multipart/signed" && tree[part].type.contains("signature");
}

// The innermost part above that satisfies `is`, or -1.
template <class Is> int innermost(const PartTree &tree, int part, Is is)
{
    int at = tree[part].parent;
    while (at >= 0 && !is(tree[at]))
        at = tree[at].parent;
    return at;
}

// A text of which another form is shown, in its own multipart/alternative or in winmail.dat.
bool isLesserText(const ParsedMessage &message, int part)
{
    const PartTree &tree = message.tree;
    if (!tree[part].type.startsWith("text/") || !tree[part].name.isEmpty())
        return false;
    const int around = innermost(tree, part, [](const MimePart &above) {
        return above.type == "multipart/alternative" || above.wrapper == MimePart::Wrapper::Tnef;
    });
    if (around < 0)
        return false;
    if (tree[around].wrapper == MimePart::Wrapper::Tnef)
        return !message.choice.plain.empty() || !message.choice.html.empty();
    for (int other = 0; other < tree.count(); ++other) {
        if (message.choice.isShown(other) && isBelow(tree, other, around))
            return true;
    }
    return false;
}

// The numbers of the parts that a reader would never learn of.
QStringList lostParts(const QByteArray &bytes)
{
    const ParsedMessage message(bytes);
    const PartTree &tree = message.tree;
    QStringList lost;
    for (int part = 0; part < tree.count(); ++part) {
        const bool isStructure = tree[part].isMultipart() || tree[part].isOpened();
        if (isStructure || message.choice.isShown(part) || isIn(message.choice.attachments, part))
            continue;
        const int around = outermost(tree, part, [](const MimePart &above) { return above.isMessage(); });
        const bool isInListed = around >= 0 && isIn(message.choice.attachments, around);
        if (!isInListed && !isSignature(tree, part) && !isLesserText(message, part))
            lost.append(tree.number(part) + u' ' + QString::fromLatin1(tree[part].type));
    }
    return lost;
}

} // namespace

class EveryPartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isShownOrListed_data();
    void isShownOrListed();
    void aTextInAnAlternativeWithinOneIsListed();
};

void EveryPartTest::aTextInAnAlternativeWithinOneIsListed()
{
    const QByteArray message =
        "Subject: s\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\nText A\r\n--a\r\n"
        "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nText B\r\n--m\r\n"
        "Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\nContent-Type: text/html\r\n\r\n"
        "<p>Text C\r\n--i--\r\n--m--\r\n--a--\r\n";
    QCOMPARE(lostParts(message), QStringList());
    const ParsedMessage parsed(message);
    QVERIFY(isIn(parsed.choice.attachments, parsed.tree.indexOf(QStringLiteral("2.2.1"))));
}

void EveryPartTest::isShownOrListed_data()
{
    QTest::addColumn<QString>("folder");
    QTest::newRow("samples") << QStringLiteral(POPLAR_TEST_DATA "/mime");
    QTest::newRow("cards") << QStringLiteral(POPLAR_TEST_DATA "/cards");
    QTest::newRow("real mail") << QStringLiteral(POPLAR_SOURCE "/../shared/mail");
}

void EveryPartTest::isShownOrListed()
{
    QFETCH(QString, folder);
    if (!QDir(folder).exists())
        QSKIP("This mail is not there.");
    QStringList lost;
    int messages = 0;
    for (QDirIterator at(folder, {QStringLiteral("*.eml")}, QDir::Files, QDirIterator::Subdirectories);
         at.hasNext();) {
        QFile file(at.next());
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        ++messages;
        for (const QString &part : lostParts(file.readAll()))
            lost.append(at.fileName() + QStringLiteral(": ") + part);
    }
    QVERIFY(messages > 0);
    QVERIFY2(lost.isEmpty(), qPrintable(lost.join(u'\n')));
}

QTEST_GUILESS_MAIN(EveryPartTest)
#include "EveryPartTest.moc"
