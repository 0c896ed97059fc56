// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailModel.h"
#include "ForecastDialog.h"
#include "ServerTable.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocumentFragment>

static ServerMessage message(int number, ServerMessage::State state = ServerMessage::State::Stored)
{
    ServerMessage one;
    one.key = {2, QByteArray("uid") + QByteArray::number(number), 0};
    one.state = state;
    one.size = 1000 * number;
    one.firstSeen = 1'700'000'000 + number;
    if (state != ServerMessage::State::New) {
        one.message = number;
        one.subject = QStringLiteral("Subject %1").arg(number);
        one.sender = number % 2 == 0 ? QStringLiteral("Anna") : QStringLiteral("Bob");
        one.date = 1'700'000'000 + number;
    }
    return one;
}

static QStringList subjects(const ServerMailModel &model)
{
    QStringList subjects;
    for (int row = 0; row < model.rowCount(); ++row)
        subjects += QString::fromLatin1(model.messageAt(row).key.uidl);
    return subjects;
}

class ServerMailModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKindIsFiltered();
    void whatWasRemovedHereCanBeFetched();
    void searchLooksAtWordsAndReasons();
    void columnsSort();
    void anotherStateKeepsTheRows();
    void aRowSpeaksForItself();
    void whatOthersWroteIsPlainText();
    void whatIsMarkedIsTicked();
    void messagesWithoutADateComeByTheirPlace();
    void selectionOutlivesSortingAndFiltering();
    void allSelectedStaysAllSelected();
    void fiftyThousandRowsAreSearched();
    void forecastListsWhatIsDeleted();
};

void ServerMailModelTest::whatWasRemovedHereCanBeFetched()
{
    ServerMessage removed = message(1);
    QVERIFY(!ServerMailModel::canBeFetched(removed));
    removed.message = 0;
    QVERIFY(ServerMailModel::canBeFetched(removed) && !ServerMailModel::isWholeHere(removed));
    QVERIFY(ServerMailRows::isShown(removed, ServerMailRows::Show::NotHere, {}));
    QVERIFY(!ServerMailRows::isShown(removed, ServerMailRows::Show::Here, {}));
    removed.state = ServerMessage::State::Gone;
    QVERIFY(!ServerMailModel::canBeFetched(removed));
}

void ServerMailModelTest::everyKindIsFiltered()
{
    ServerMailModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    ServerMessage doomed = message(4);
    doomed.deletionReason = QStringLiteral("older than 14 days");
    model.setMessages({message(1), message(2, ServerMessage::State::New),
                       message(3, ServerMessage::State::Partial), doomed,
                       message(5, ServerMessage::State::Gone), message(6, ServerMessage::State::DeleteSent)});
    QCOMPARE(model.rowCount(), 5); // what is gone is not on the server
    model.setFilter(ServerMailModel::Show::NotHere, {});
    QCOMPARE(subjects(model), (QStringList{QStringLiteral("uid3"), QStringLiteral("uid2")}));
    model.setFilter(ServerMailModel::Show::ToBeDeleted, {});
    QCOMPARE(subjects(model), (QStringList{QStringLiteral("uid6"), QStringLiteral("uid4")}));
    model.setFilter(ServerMailModel::Show::Gone, {});
    QCOMPARE(subjects(model), QStringList{QStringLiteral("uid5")});
    QVERIFY(ServerMailModel::canBeFetched(message(2, ServerMessage::State::New)));
    QVERIFY(!ServerMailModel::canBeFetched(message(1)));
    QVERIFY(!ServerMailModel::isWholeHere(message(3, ServerMessage::State::Partial)));
}

void ServerMailModelTest::searchLooksAtWordsAndReasons()
{
    ServerMailModel model;
    ServerMessage refused = message(7, ServerMessage::State::New);
    refused.trouble = QStringLiteral("refused: message is locked");
    model.setMessages({message(1), message(2), refused});
    model.setFilter(ServerMailModel::Show::Everything, QStringLiteral("anna"));
    QCOMPARE(subjects(model), QStringList{QStringLiteral("uid2")});
    model.setFilter(ServerMailModel::Show::Everything, QStringLiteral("LOCKED"));
    QCOMPARE(subjects(model), QStringList{QStringLiteral("uid7")});
    model.setFilter(ServerMailModel::Show::Everything, QStringLiteral("uid1"));
    QCOMPARE(subjects(model), QStringList{QStringLiteral("uid1")});
}

void ServerMailModelTest::columnsSort()
{
    ServerMailModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setMessages({message(2), message(3), message(1)});
    QCOMPARE(subjects(model).front(), QStringLiteral("uid3")); // the newest first
    model.sort(ServerMailModel::SizeColumn, Qt::AscendingOrder);
    QCOMPARE(subjects(model).front(), QStringLiteral("uid1"));
    model.sort(ServerMailModel::SenderColumn, Qt::AscendingOrder);
    QCOMPARE(subjects(model).front(), QStringLiteral("uid2"));
}

void ServerMailModelTest::anotherStateKeepsTheRows()
{
    ServerMailModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setMessages({message(1), message(2)});
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    ServerMessage kept = message(2);
    kept.choice = ServerMessage::Choice::Keep;
    model.setMessages({message(1), kept});
    QCOMPARE(reset.count(), 0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.messageAt(0).choice, ServerMessage::Choice::Keep);
    model.setMessages({message(1), message(2, ServerMessage::State::Gone)});
    QCOMPARE(model.rowCount(), 1);
    model.setMessages({});
    QCOMPARE(model.rowCount(), 0);
}

void ServerMailModelTest::aRowSpeaksForItself()
{
    ServerMailModel model;
    ServerMessage one = message(9);
    one.deletionReason = QStringLiteral("moved to Trash here");
    model.setMessages({one});
    const QString spoken = model.index(0, 0).data(Qt::AccessibleTextRole).toString();
    for (const char *part : {"Subject 9", "Bob", "9.0 KB", "Here and on the server", "you deleted it here"})
        QVERIFY2(spoken.contains(QLatin1String(part)), qPrintable(spoken));
    model.setMessages({message(2, ServerMessage::State::New)});
    QVERIFY(model.index(0, ServerMailModel::StateColumn)
                .data()
                .toString()
                .contains(QStringLiteral("Not fetched yet")));
}

// Qt takes a tool tip for HTML where it looks like it, and some characters turn the text around.
void ServerMailModelTest::whatOthersWroteIsPlainText()
{
    const QString hostile = QStringLiteral("<img src=\"/etc/passwd\"> & <b>you</b>");
    ServerMessage one = message(1);
    one.subject = one.sender = QChar(0x202E) + hostile;
    ServerMailModel model;
    model.setMessages({one});
    for (const int column : {ServerMailModel::SubjectColumn, ServerMailModel::SenderColumn}) {
        const QModelIndex cell = model.index(0, column);
        QCOMPARE(cell.data().toString(), hostile);
        const QString tip = cell.data(Qt::ToolTipRole).toString();
        QVERIFY2(!tip.contains(QStringLiteral("<img")) && !tip.contains(QStringLiteral("<b>")),
                 qPrintable(tip));
        QCOMPARE(QTextDocumentFragment::fromHtml(tip).toPlainText(), hostile);
    }
}

void ServerMailModelTest::whatIsMarkedIsTicked()
{
    ServerMailModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setMessages(
        {message(1), message(2, ServerMessage::State::New), message(3, ServerMessage::State::Gone)});
    const auto tick = [&](int number, int column) {
        return model.index(model.rowOf(message(number).key), column).data(Qt::CheckStateRole);
    };
    model.setMarks({{message(2).key}, {message(1).key}});
    QCOMPARE(tick(2, ServerMailModel::GetColumn).toInt(), int(Qt::Checked));
    QCOMPARE(tick(2, ServerMailModel::DeleteColumn).toInt(), int(Qt::Unchecked));
    QCOMPARE(tick(1, ServerMailModel::DeleteColumn).toInt(), int(Qt::Checked));
    QVERIFY(!tick(1, ServerMailModel::GetColumn).isValid()); // is here
    QVERIFY(model.index(model.rowOf(message(1).key), 0)
                .data(Qt::AccessibleTextRole)
                .toString()
                .contains(QStringLiteral("marked to be deleted")));
    model.setFilter(ServerMailModel::Show::ToBeDeleted, {});
    QCOMPARE(subjects(model), QStringList{QStringLiteral("uid1")});
    model.setMarks({});
    QCOMPARE(model.rowCount(), 0);
}

// As they come while headers are read, newest first.
void ServerMailModelTest::messagesWithoutADateComeByTheirPlace()
{
    std::vector<ServerMessage> listed;
    for (int number = 1; number <= 6; ++number) {
        ServerMessage one = message(number, ServerMessage::State::New);
        one.firstSeen = 1'800'000'000;
        one.number = number;
        listed.push_back(one);
    }
    ServerMailModel model;
    model.setMessages(listed);
    const QStringList newestFirst{QStringLiteral("uid6"), QStringLiteral("uid5"), QStringLiteral("uid4"),
                                  QStringLiteral("uid3"), QStringLiteral("uid2"), QStringLiteral("uid1")};
    QCOMPARE(subjects(model), newestFirst);
    listed[5].date = 1'700'000'000; // far older than when all of them were first seen
    listed[4].date = 1'600'000'000;
    model.setMessages(listed);
    QCOMPARE(subjects(model), newestFirst);
}

void ServerMailModelTest::selectionOutlivesSortingAndFiltering()
{
    ServerMailModel model;
    ServerTable table;
    table.showMail(model);
    model.setMessages({message(1), message(2), message(3)});
    table.setCurrentIndex(model.index(model.rowOf(message(2).key), 0));
    QCOMPARE(table.selectedMail().size(), size_t(1));
    model.sort(ServerMailModel::SizeColumn, Qt::AscendingOrder);
    QCOMPARE(table.selectedMail().front().key, message(2).key);
    model.setFilter(ServerMailModel::Show::Everything, QStringLiteral("anna"));
    QCOMPARE(table.selectedMail().front().key, message(2).key);
    model.setFilter(ServerMailModel::Show::Everything, QStringLiteral("bob"));
    QVERIFY(table.selectedMail().empty());
}

void ServerMailModelTest::allSelectedStaysAllSelected()
{
    ServerMailModel model;
    ServerTable table;
    table.showMail(model);
    model.setMessages({message(1), message(2), message(3)});
    table.selectAll();
    QCOMPARE(table.selectedCount(), 3);
    model.sort(ServerMailModel::SizeColumn, Qt::AscendingOrder);
    QCOMPARE(table.selectedCount(), 3);
    model.setFilter(ServerMailModel::Show::Everything, QStringLiteral("anna"));
    QCOMPARE(table.selectedCount(), 1);
    model.setFilter(ServerMailModel::Show::Everything, {}); // what was not selected does not become so
    QCOMPARE(table.selectedCount(), 1);
    QVERIFY(table.anySelected(ServerMailModel::isWholeHere));
    table.selectAll();
    model.setMessages({message(1), message(2), message(3), message(4)});
    QCOMPARE(table.selectedCount(), 3);
}

void ServerMailModelTest::fiftyThousandRowsAreSearched()
{
    std::vector<ServerMessage> many;
    for (int number = 1; number <= 50'000; ++number)
        many.push_back(message(number));
    ServerMailModel model;
    ServerTable table;
    table.showMail(model);
    table.resize(800, 400);
    table.show();
    model.setMessages(many);
    QCOMPARE(model.rowCount(), 0); // they are sorted in another thread
    QTRY_COMPARE(model.rowCount(), 50'000);
    QSignalSpy arranged(&model, &ServerMailModel::arranged);
    model.setFilter(ServerMailModel::Show::Everything, QStringLiteral("subject 1"));
    model.setFilter(ServerMailModel::Show::Everything, QStringLiteral("subject 4999")); // typed on
    QTRY_COMPARE(model.rowCount(), 11); // 4999 and 49990 to 49999
    QCOMPARE(arranged.count(), 1);      // what was overtaken is never shown
    QCOMPARE(subjects(model).front(), QStringLiteral("uid49999"));
}

void ServerMailModelTest::forecastListsWhatIsDeleted()
{
    RetentionForecast forecast;
    forecast.onServer = 1204;
    forecast.deleted = 312;
    forecast.deletedBytes = 85'000'000;
    forecast.deletions = {message(1), message(2)};
    auto *dialog = new ForecastDialog(forecast);
    dialog->show();
    QCOMPARE(dialog->findChild<ServerTable *>()->model()->rowCount(), 2);
    bool told = false;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        told |= label->text().contains(QStringLiteral("312 of 1,204")) &&
                label->text().contains(QStringLiteral("85 MB"));
    QVERIFY(told);
    dialog->close();
}

QTEST_MAIN(ServerMailModelTest)
#include "ServerMailModelTest.moc"
