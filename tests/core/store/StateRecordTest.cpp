// SPDX-License-Identifier: GPL-3.0-or-later
#include "StateRecord.h"

#include <QRandomGenerator>
#include <QTest>

class StateRecordTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasEncodedIsDecoded();
    void aTextThatBeginsWithAByteOrderMarkKeepsIt();
    void aLongOneIsSplit();
    void strangeContentIsPassedOver_data();
    void strangeContentIsPassedOver();
    void entriesThatCannotBeAreLeftOut();
    void itCanBeReadByEye();
    void brokenBytesNeverBecomeAStateThatCannotBeWritten();
};

namespace
{
StateRecord everything()
{
    StateRecord state;
    state.messages.push_back({1, 3, Flag::Read, {}, {}});
    state.messages.push_back({(MessageId(1) << 60) + 1, 1, {}, {}, {}});
    state.messages.push_back({7,
                              2,
                              Flag::Read | Flag::Starred,
                              {QStringLiteral("Steuer 2026"), QStringLiteral("重要")},
                              QStringLiteral("call \"Bo\"\nbefore\tnoon")});
    state.folders = {Folder{1, 2, FolderKind::Inbox, {}},
                     Folder{9, 0xFFFFFFFF, FolderKind::Custom, QStringLiteral("Straße/1"), 0, 0, 1}};
    return state;
}
} // namespace

void StateRecordTest::whatWasEncodedIsDecoded()
{
    StateRecord read;
    for (const QByteArray &content : everything().encoded()) {
        auto part = StateRecord::decode(content);
        QVERIFY(part);
        read.messages.insert(read.messages.end(), part->messages.begin(), part->messages.end());
        if (part->folders)
            read.folders = part->folders;
    }
    QVERIFY(read == everything());
    QVERIFY(StateRecord().encoded().isEmpty());
}

void StateRecordTest::aTextThatBeginsWithAByteOrderMarkKeepsIt()
{
    StateRecord state;
    const QString text = QStringLiteral("\uFEFFfirst \uFEFF");
    state.messages.push_back({1, 1, {}, {text}, text});
    state.folders = {Folder{1, 1, FolderKind::Custom, text}};
    const QByteArrayList contents = state.encoded();
    QCOMPARE(contents.size(), 2);
    QVERIFY(StateRecord::decode(contents[0])->folders == state.folders);
    QVERIFY(StateRecord::decode(contents[1])->messages == state.messages);
}

void StateRecordTest::aLongOneIsSplit()
{
    StateRecord state;
    for (int i = 1; i <= 5000; ++i)
        state.messages.push_back({i, 1, Flag::Read, {QStringLiteral("tag %1").arg(i)}, {}});
    const QByteArrayList contents = state.encoded(10000);
    QVERIFY(contents.size() > 10);
    StateRecord read;
    for (const QByteArray &content : contents) {
        QVERIFY(content.size() < 10200);
        const auto part = StateRecord::decode(content);
        QVERIFY(part && !part->folders);
        read.messages.insert(read.messages.end(), part->messages.begin(), part->messages.end());
    }
    QVERIFY(read == state);
}

void StateRecordTest::strangeContentIsPassedOver_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("\x28\xB5\x2F\xFD");
    QTest::newRow("cut") << everything().encoded().last().chopped(1);
    QTest::newRow("a list") << QByteArray("[1,2]");
    QTest::newRow("another version") << QByteArray("{\"poplar_state\":2,\"messages\":[]}");
    QTest::newRow("deep") << QByteArray("{\"poplar_state\":1,\"messages\":") + QByteArray(5000, '[');
}

void StateRecordTest::strangeContentIsPassedOver()
{
    QFETCH(QByteArray, content);
    QVERIFY(!StateRecord::decode(content));
}

void StateRecordTest::entriesThatCannotBeAreLeftOut()
{
    const auto state = StateRecord::decode(
        "{\"poplar_state\":1,\"messages\":[{\"id\":-1},{\"id\":\"x\"},5,{\"id\":8,\"folder\":2,\"later\":"
        "true,"
        "\"tags\":[\"\",3,\"a\"]}],\"folders\":[{\"id\":3,\"account\":0,\"kind\":5},{\"id\":4,\"account\":1,"
        "\"kind\":9},{\"id\":0,\"account\":1,\"kind\":5},{\"id\":5,\"account\":1,\"kind\":5,\"name\":\"N\"}]"
        "}");
    QVERIFY(state);
    QCOMPARE(state->messages.size(), 1u);
    QVERIFY(state->messages[0] == (StateRecord::Message{8, 2, {}, {QStringLiteral("a")}, {}}));
    QCOMPARE(state->folders->size(), 1u);
    QCOMPARE(state->folders->front().id, 5);
}

void StateRecordTest::itCanBeReadByEye()
{
    StateRecord state;
    state.messages.push_back({7, 2, Flag::Starred, {QStringLiteral("tax")}, {}});
    QCOMPARE(state.encoded().join(), QByteArray("{\"poplar_state\":1,\"messages\":[{\"folder\":2,\"id\":7,"
                                                "\"starred\":true,\"tags\":[\"tax\"]}]}"));
}

void StateRecordTest::brokenBytesNeverBecomeAStateThatCannotBeWritten()
{
    const QByteArray whole = everything().encoded().join();
    QRandomGenerator random(5);
    int decoded = 0;
    for (int i = 0; i < 20000; ++i) {
        QByteArray bytes = whole.first(whole.indexOf("}{") < 0 ? whole.size() : whole.indexOf("}{") + 1);
        for (int change = random.bounded(4); change >= 0; --change)
            bytes[random.bounded(int(bytes.size()))] = static_cast<char>(random.bounded(256));
        const auto state = StateRecord::decode(bytes);
        if (!state)
            continue;
        ++decoded;
        for (const QByteArray &content : state->encoded())
            QVERIFY(StateRecord::decode(content));
    }
    QVERIFY(decoded > 100);
}

QTEST_GUILESS_MAIN(StateRecordTest)
#include "StateRecordTest.moc"
