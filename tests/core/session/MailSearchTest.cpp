// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailSearch.h"
#include "OpenSession.h"

#include <QFile>

// Searches through the session: one at a time, called off at any moment, complete from the moment of storing.
class MailSearchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void whatWasStoredIsFoundAtOnce();
    void mailFromFilesIsOfTheLocalAccount();
    void theNextSearchSilencesTheLast();
    void cancellingEndsWithCancelled();
    void nobodyIsToldWhoIsGone();
    void theSessionCanEndWhileItSearches();
    void aProfileThatIsNotOpenIsNoTrouble();

private:
    // Says everything about one search.
    struct Told {
        std::vector<MessageId> ids;
        std::optional<Result<SearchOutcome>> outcome;
        int portionsAfterTheEnd = 0;
    };
    static MailSearch::Callbacks into(Told &told);
    static SearchQuery query(const char *text) { return *SearchQuery::parse(QString::fromUtf8(text)); }
    void import(OpenSession &open, int count);

    std::unique_ptr<OpenSession> m_open;
};

namespace
{
// It tries all the ways to cut the row of x in each message.
constexpr char slowQuery[] = "/(x+x+)+[yq]1/ or /(x+x+)+[yq]2/ or /(x+x+)+[yq]3/";
} // namespace

MailSearch::Callbacks MailSearchTest::into(Told &told)
{
    MailSearch::Callbacks callbacks;
    callbacks.rows = [&told](const std::vector<MessageRow> &rows) {
        told.portionsAfterTheEnd += told.outcome ? 1 : 0;
        for (const MessageRow &row : rows)
            told.ids.push_back(row.id);
    };
    callbacks.done = [&told](const Result<SearchOutcome> &outcome) { told.outcome = outcome; };
    return callbacks;
}

void MailSearchTest::import(OpenSession &open, int count)
{
    QFile mbox(open.directory.filePath(QStringLiteral("mail.mbox")));
    QVERIFY(mbox.open(QIODevice::WriteOnly));
    for (int i = 0; i < count; ++i)
        mbox.write("From a@example.org Mon Nov 16 09:00:00 2026\nFrom: a@example.org\nSubject: Number " +
                   QByteArray::number(i) + "\n\n" + QByteArray(40, 'x') + "\n\n");
    mbox.close();
    std::optional<int> added;
    open.session.importFiles({mbox.fileName()}, this, [&](const Result<int> &result) { added = *result; });
    QTRY_COMPARE(added.value_or(0), count);
}

void MailSearchTest::initTestCase()
{
    m_open = std::make_unique<OpenSession>();
    import(*m_open, 300);
}

void MailSearchTest::whatWasStoredIsFoundAtOnce()
{
    Told told;
    m_open->session.search().start(query("subject:number 17"), this, into(told));
    QVERIFY(m_open->session.search().isRunning());
    QTRY_VERIFY(told.outcome);
    QVERIFY(*told.outcome);
    QCOMPARE(told.ids.size(), size_t(1));
    QVERIFY(!m_open->session.search().isRunning());
    Told all;
    m_open->session.search().start(SearchQuery(), this, into(all));
    QTRY_VERIFY(all.outcome);
    QCOMPARE(all.ids.size(), size_t(300));
    QVERIFY(std::is_sorted(all.ids.rbegin(), all.ids.rend()));
    QCOMPARE((*all.outcome)->found, 300);
}

void MailSearchTest::mailFromFilesIsOfTheLocalAccount()
{
    Told told;
    m_open->session.search().start(query("account:local number"), this, into(told));
    QTRY_VERIFY(told.outcome);
    QCOMPARE(told.ids.size(), size_t(300));
    QVERIFY((*told.outcome)->unknown.empty());
}

void MailSearchTest::theNextSearchSilencesTheLast()
{
    Told first, second;
    m_open->session.search().start(query(slowQuery), this, into(first));
    m_open->session.search().start(query("number"), this, into(second));
    QTRY_VERIFY(second.outcome);
    QCOMPARE(second.ids.size(), size_t(300));
    QCOMPARE(second.portionsAfterTheEnd, 0);
    QVERIFY(!first.outcome);
    QVERIFY(first.ids.empty());
}

void MailSearchTest::cancellingEndsWithCancelled()
{
    Told told;
    m_open->session.search().start(query(slowQuery), this, into(told));
    m_open->session.search().cancel();
    QTRY_VERIFY(told.outcome);
    QVERIFY(!*told.outcome);
    QCOMPARE(told.outcome->error().code, ErrorCode::Cancelled);
    QVERIFY(!m_open->session.search().isRunning());
    m_open->session.search().cancel(); // there is nothing to cancel
}

void MailSearchTest::nobodyIsToldWhoIsGone()
{
    Told gone, after;
    auto context = std::make_unique<QObject>();
    m_open->session.search().start(query("number"), context.get(), into(gone));
    context.reset();
    QTRY_VERIFY(!m_open->session.search().isRunning());
    QVERIFY(!gone.outcome);
    QVERIFY(gone.ids.empty());
    m_open->session.search().start(query("number"), this, into(after));
    QTRY_VERIFY(after.outcome);
}

void MailSearchTest::theSessionCanEndWhileItSearches()
{
    Told told;
    {
        OpenSession open;
        import(open, 300);
        open.session.search().start(query(slowQuery), this, into(told));
    }
    QVERIFY(!told.outcome);
}

void MailSearchTest::aProfileThatIsNotOpenIsNoTrouble()
{
    QTemporaryDir directory;
    MemorySecrets secrets;
    SystemClock clock;
    MailSession session(directory.filePath(QStringLiteral("profile")), secrets, clock);
    Told told;
    session.search().start(query("number"), this, into(told));
    QTRY_VERIFY(told.outcome);
    QCOMPARE(told.outcome->error().code, ErrorCode::NotFound);
    std::optional<bool> opened;
    session.open(this, [&](const Result<void> &result) { opened = result.has_value(); });
    QTRY_VERIFY(opened.value_or(false));
    Told again;
    session.search().start(query("number"), this, into(again));
    QTRY_VERIFY(again.outcome);
    QVERIFY(*again.outcome);
}

QTEST_GUILESS_MAIN(MailSearchTest)
#include "MailSearchTest.moc"
