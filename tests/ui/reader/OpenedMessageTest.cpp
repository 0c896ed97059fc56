// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a message in a tab or a window of its own tells where something cannot be done with it.
#include "OpenedMessage.h"

#include "Clock.h"
#include "MemorySecrets.h"
#include "MessageListModel.h"
#include "ReaderPane.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

class OpenedMessageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatFailsIsToldAndTheMessageStays();
};

void OpenedMessageTest::whatFailsIsToldAndTheMessageStays()
{
    const QTemporaryDir profile;
    const SystemClock clock;
    MemorySecrets secrets;
    MailSession session(profile.filePath(QStringLiteral("mail")), secrets, clock); // never opened
    MessageListModel list(session);
    ReaderPane like(session);
    OpenedMessage opened(session, list, like, {7, {}, QStringLiteral("Pier")});
    QSignalSpy failed(&opened, &OpenedMessage::failed);
    QSignalSpy finished(&opened, &OpenedMessage::finished);
    qsizetype told = 0;
    for (const ActionId id : {ActionId::Archive, ActionId::Delete, ActionId::ToggleStar}) {
        QVERIFY(opened.perform(id));
        ++told;
        QTRY_COMPARE(failed.size(), told);
    }
    Q_EMIT opened.reader().messageViewed(7);
    QTRY_COMPARE(failed.size(), told + 1);
    QCOMPARE(finished.size(), 0);
    QCOMPARE(opened.message(), MessageId(7));
}

QTEST_MAIN(OpenedMessageTest)
#include "OpenedMessageTest.moc"
