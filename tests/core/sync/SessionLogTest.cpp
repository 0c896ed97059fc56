// SPDX-License-Identifier: GPL-3.0-or-later
#include "SessionLog.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

namespace
{

struct Turn {
    char who; // 'C' or 'S'
    QByteArray bytes;
};
using Session = std::vector<Turn>;

Turn client(const QByteArray &line)
{
    return {'C', line + "\r\n"};
}
Turn server(const QByteArray &lines)
{
    return {'S', lines};
}

void play(SessionLog &log, const Session &session, qsizetype segment)
{
    for (const Turn &turn : session) {
        for (qsizetype at = 0; at < turn.bytes.size(); at += segment) {
            const QByteArray piece = turn.bytes.mid(at, segment);
            turn.who == 'C' ? log.sent(piece) : log.received(piece);
        }
    }
}

// Without the times, which differ.
QByteArray linesOf(const SessionLog &log)
{
    QString text = log.text();
    return text.remove(QRegularExpression(QStringLiteral("^[0-9.]+ "), QRegularExpression::MultilineOption))
        .toUtf8();
}

// Those characters of the base64 of something longer that tell of the secret alone.
QByteArray base64Within(const QByteArray &secret, int shift)
{
    const QByteArray one = (QByteArray(shift, '\x00') + secret + QByteArray(3, '\x00')).toBase64();
    const QByteArray other = (QByteArray(shift, '\xff') + secret + QByteArray(3, '\xff')).toBase64();
    QByteArray core;
    for (qsizetype at = 0; at < one.size(); ++at)
        if (one[at] == other[at] && one[at] != '=')
            core += one[at];
    return core;
}

// The forms in which a log could give the secret away.
QByteArrayList formsOf(const QByteArray &secret)
{
    QByteArrayList forms{secret, secret.toHex(), secret.toPercentEncoding(), secret.toBase64()};
    const QString text = QString::fromUtf8(secret);
    if (QString::fromLatin1(text.toLatin1()) == text)
        forms.append(text.toLatin1());
    for (int shift = 0; shift < 3 && secret.size() >= 5; ++shift)
        forms.append(base64Within(secret, shift));
    for (const auto digest : {QCryptographicHash::Md5, QCryptographicHash::Sha1, QCryptographicHash::Sha256})
        forms.append(QCryptographicHash::hash(secret, digest).toHex());
    return forms;
}

// Which form of the secret shows; empty: none.
QByteArray traceOf(const QByteArray &secret, const SessionLog &log)
{
    const QByteArray text = log.text().toUtf8().toLower();
    for (const QByteArray &form : formsOf(secret))
        if (text.contains(form.toLower()) || text.contains(form.toLower().left(10)))
            return form;
    return {};
}

const QByteArray password = "hunter2/CorrectH0rse";
const QByteArray other = "ya29.a0AfH6SMBx-q7vJ_uXk";

QByteArray base64(const QByteArray &text)
{
    return text.toBase64();
}

} // namespace

Q_DECLARE_METATYPE(Session)

// What a wire log says, and above all what it does not.
class SessionLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noSecretShows_data();
    void noSecretShows();
    void secretIsHiddenInEveryForm_data();
    void secretIsHiddenInEveryForm();
    void shortSecretLeavesTheProtocolReadable();
    void mailIsLeftOut_data();
    void mailIsLeftOut();
    void answersBelongToTheirCommands();
    void serversThatEndLinesWithLineFeeds();
    void responseInPlaceOfAPromptIsHidden();
    void listingsShowTheirFirstLines();
    void userIsNoSecret();
    void tlsBeginsAnew();
    void connectionBeginsAnew();
    void whatDoesNotPrintIsReplaced();
    void sizeIsBounded_data();
    void sizeIsBounded();
};

void SessionLogTest::noSecretShows_data()
{
    QTest::addColumn<Session>("session");
    QTest::addColumn<QByteArrayList>("expected"); // lines
    const auto row = [](const char *name, const Session &exchange, const QByteArrayList &expected) {
        Session session{server("+OK ready\r\n")};
        session.insert(session.end(), exchange.begin(), exchange.end());
        for (const int segment : {1 << 20, 1, 7})
            QTest::addRow("%s, segments of %d", name, segment)
                << session << (QByteArrayList{"S: +OK ready"} + expected);
    };
    row("USER and PASS",
        {client("USER anna"), server("+OK\r\n"), client("PASS " + password), server("-ERR [AUTH] no\r\n")},
        {"C: USER anna", "S: +OK", "C: PASS ***", "S: -ERR [AUTH] no"});
    row("a password with spaces", {client("PASS two " + password + " more"), server("+OK in\r\n")},
        {"C: PASS ***", "S: +OK in"});
    row("AUTH with initial response",
        {client("AUTH PLAIN " + base64('\0' + QByteArray("anna") + '\0' + password)), server("+OK in\r\n")},
        {"C: AUTH PLAIN ***", "S: +OK in"});
    row("AUTH LOGIN",
        {client("AUTH LOGIN"), server("+ VXNlcm5hbWU6\r\n"), client(base64("anna")),
         server("+ UGFzc3dvcmQ6\r\n"), client(base64(password)), server("+OK in\r\n")},
        {"C: AUTH LOGIN", "S: + ***", "C: ***", "S: + ***", "C: ***", "S: +OK in"});
    row("a challenge that carries the secret",
        {client("AUTH CRAM-MD5"), server("+ " + base64(password) + "\r\n"),
         client(base64("anna " + password.toHex())), server("+OK in\r\n")},
        {"C: AUTH CRAM-MD5", "S: + ***", "C: ***", "S: +OK in"});
    row("a challenge without space", {client("AUTH LOGIN"), server("+" + base64(password) + "\r\n")},
        {"C: AUTH LOGIN", "S: + ***"});
    row("a cancelled exchange",
        {client("AUTH SCRAM-SHA-256"), server("+ !!\r\n"), client("*"), server("-ERR cancelled\r\n")},
        {"C: AUTH SCRAM-SHA-256", "S: + ***", "C: *", "S: -ERR cancelled"});
    row("APOP", {client("APOP anna " + password.toHex()), server("+OK in\r\n")},
        {"C: APOP anna ***", "S: +OK in"});
    row("XOAUTH2",
        {client("AUTH XOAUTH2"), server("+ \r\n"), client(base64("user=anna\1auth=Bearer " + other + "\1\1")),
         server("+ " + base64("{\"status\":\"401\",\"token\":\"" + other + "\"}") + "\r\n"), client(""),
         server("-ERR [AUTH] token " + other + " refused\r\n")},
        {"C: AUTH XOAUTH2", "S: + ***", "C: ***", "S: + ***", "C: ***", "S: -ERR [AUTH] token *** refused"});
    row("OAUTHBEARER with initial response",
        {client("AUTH OAUTHBEARER " + base64("n,a=anna,\1host=mx\1port=995\1auth=Bearer " + other + "\1\1")),
         server("-ERR [AUTH] Bearer " + other + "\r\n")},
        {"C: AUTH OAUTHBEARER ***", "S: -ERR [AUTH] Bearer ***"});
    row("the server repeats the line",
        {client("PASS " + password), server("-ERR unknown command: PASS " + password + "\r\n")},
        {"C: PASS ***", "S: -ERR unknown command: PASS ***"});
    row("the server repeats a part, in capitals",
        {client("PASS " + password), server("-ERR wrong: " + password.left(9).toUpper() + "...\r\n")},
        {"C: PASS ***", "S: -ERR wrong: ***..."});
    row("the server repeats the response",
        {client("AUTH PLAIN"), server("+ \r\n"), client(base64('\0' + QByteArray("anna") + '\0' + password)),
         server("-ERR wrong: " + base64('\0' + QByteArray("anna") + '\0' + password) + " (" + password +
                ")\r\n")},
        {"C: AUTH PLAIN", "S: + ***", "C: ***", "S: -ERR wrong: *** (***)"});
    row("the server repeats it later",
        {client("AUTH LOGIN " + base64("anna")), server("+ \r\n"), client(base64(password)),
         server("+OK\r\n"), client("STAT"), server("-ERR " + password + "\r\n"), client("CAPA"),
         server("+OK\r\nX-PASSWORD " + password + "\r\n.\r\n")},
        {"C: AUTH LOGIN ***", "S: + ***", "C: ***", "S: +OK", "C: STAT", "S: -ERR ***", "C: CAPA", "S: +OK",
         "S: X-PASSWORD ***", "S: ."});
    row("pipelined",
        {{'C', "USER anna\r\nPASS " + password + "\r\nSTAT\r\n"}, server("+OK\r\n+OK\r\n+OK 3 4000\r\n")},
        {"C: USER anna", "C: PASS ***", "C: STAT", "S: +OK", "S: +OK", "S: +OK 3 4000"});
    row("a command of no protocol", {client(password + " x"), server("-ERR what is " + password + "\r\n")},
        {"C: ***", "S: -ERR what is ***"});
}

void SessionLogTest::noSecretShows()
{
    QFETCH(const Session, session);
    QFETCH(const QByteArrayList, expected);
    SessionLog log;
    play(log, session, QByteArray(QTest::currentDataTag()).split(' ').last().toInt());
    QCOMPARE(linesOf(log), expected.join('\n') + '\n');
    QCOMPARE(traceOf(password, log), QByteArray());
    QCOMPARE(traceOf(other, log), QByteArray());
}

void SessionLogTest::secretIsHiddenInEveryForm_data()
{
    QTest::addColumn<QString>("secret");
    QTest::newRow("ASCII") << QStringLiteral("hunter2-Passw0rd");
    QTest::newRow("Latin-1") << QStringLiteral("Pässwörd-für-Köln");
    QTest::newRow("Cyrillic") << QStringLiteral("пароль-секрет");
    QTest::newRow("beyond the basic plane") << QStringLiteral("🔑🔒-schlüssel");
    QTest::newRow("of five") << QStringLiteral("s3cr!");
    QTest::newRow("of four") << QStringLiteral("s3c!");
    QTest::newRow("spaces around") << QStringLiteral(" blank pass ");
    QTest::newRow("long") << QStringLiteral("tok3n/+=").repeated(300);
}

void SessionLogTest::secretIsHiddenInEveryForm()
{
    QFETCH(const QString, secret);
    const QByteArray bytes = secret.toUtf8();
    for (const bool isSent : {true, false}) {
        SessionLog log;
        if (!isSent)
            log.hide(secret);
        play(log, {server("+OK ready\r\n")}, 100);
        if (isSent)
            play(log, {client("PASS " + bytes)}, 100);
        for (const QByteArray &form : formsOf(bytes))
            play(log, {client("STAT"), server("-ERR before " + form + " after\r\n")}, 100);
        log.note(QStringLiteral("our own words on ") + secret);
        QCOMPARE(traceOf(bytes, log), QByteArray());
        const qsizetype forms = formsOf(bytes).size();
        QCOMPARE(log.text().count(QStringLiteral("C: STAT\n")), forms);
        QCOMPARE(log.text().count(QStringLiteral("S: -ERR before ***")), forms);
        QVERIFY(!log.harmless(secret).contains(secret.trimmed()));
    }
}

// Commands and status say what happened, whatever the password is.
void SessionLogTest::shortSecretLeavesTheProtocolReadable()
{
    for (const QByteArray secret : {"OK", "+OK", "-ERR", "STAT", "stat", "e", "pass", "."}) {
        SessionLog log;
        play(log,
             {server("+OK\r\n"), client("PASS " + secret), server("+OK stay\r\n"), client("STAT"),
              server("+OK 7 9\r\n"), client("UIDL"), server("+OK\r\n7 9\r\n.\r\n"), client("QUIT"),
              server("-ERR\r\n")},
             3);
        const QByteArrayList lines = linesOf(log).split('\n');
        QCOMPARE(lines.value(1), QByteArray("C: PASS ***"));
        QVERIFY(lines.value(2).startsWith("S: +OK"));
        QCOMPARE(lines.mid(3, 6),
                 (QByteArrayList{"C: STAT", "S: +OK 7 9", "C: UIDL", "S: +OK", "S: 7 9", "S: ."}));
        QCOMPARE(lines.mid(9), (QByteArrayList{"C: QUIT", "S: -ERR", ""}));
    }
}

void SessionLogTest::mailIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<int>("segment");
    for (const char *command : {"RETR 1", "TOP 1 40"})
        for (const int segment : {1, 2, 3, 5, 64, 1 << 20})
            QTest::addRow("%s, segments of %d", command, segment) << QByteArray(command) << segment;
}

void SessionLogTest::mailIsLeftOut()
{
    QFETCH(const QByteArray, command);
    QFETCH(const int, segment);
    // Lines that look like something else, among them the end of a body whose lines end in LF.
    const QByteArray mail = "Subject: private\r\n\r\n+OK private\r\n-ERR private\r\n+ private\r\nprivate\n.\n"
                            "+OK private again\r\n..private\r\nC: private\r\n";
    SessionLog log;
    play(log,
         {server("+OK\r\n"), client(command), server("+OK 99 octets\r\n" + mail + ".\r\n"), client("NOOP"),
          server("+OK nothing\r\n")},
         segment);
    QVERIFY2(!log.text().contains(QStringLiteral("private")), qPrintable(log.text()));
    QCOMPARE(linesOf(log), "S: +OK\nC: " + command + "\nS: +OK 99 octets\nS: ... " +
                               QByteArray::number(mail.size() - 1) +
                               " octets of mail\nC: NOOP\nS: +OK nothing\n");
}

void SessionLogTest::answersBelongToTheirCommands()
{
    for (const int segment : {1, 4, 1 << 20}) {
        SessionLog log;
        play(log,
             {server("+OK\r\n"),
              {'C', "RETR 1\r\nRETR 2\r\nLIST 1\r\nUIDL\r\nRETR 3\r\nDELE 1\r\n"},
              server(
                  "+OK\r\nprivate one\r\n.\r\n-ERR no such message\r\n+OK 1 120\r\n+OK\r\n1 a\r\n2 b\r\n.\r\n"
                  "+OK\r\n+OK private\r\n.\r\n+OK deleted\r\n")},
             segment);
        QCOMPARE(
            linesOf(log),
            "S: +OK\nC: RETR 1\nC: RETR 2\nC: LIST 1\nC: UIDL\nC: RETR 3\nC: DELE 1\nS: +OK\n"
            "S: ... 13 octets of mail\nS: -ERR no such message\nS: +OK 1 120\nS: +OK\nS: 1 a\nS: 2 b\nS: .\n"
            "S: +OK\nS: ... 13 octets of mail\nS: +OK deleted\n");
    }
}

void SessionLogTest::serversThatEndLinesWithLineFeeds()
{
    for (const int segment : {1, 1 << 20}) {
        SessionLog log;
        play(log,
             {server("+OK\n"), client("PASS " + password), server("-ERR " + password + "\n"),
              client("RETR 1"), server("+OK\nprivate\n..private\n.\n"), client("QUIT"), server("+OK bye\n")},
             segment);
        QCOMPARE(linesOf(log), "S: +OK\nC: PASS ***\nS: -ERR ***\nC: RETR 1\nS: +OK\n"
                               "S: ... 17 octets of mail\nC: QUIT\nS: +OK bye\n");
    }
}

// R94: some servers say +OK where a challenge was due.
void SessionLogTest::responseInPlaceOfAPromptIsHidden()
{
    SessionLog log;
    play(log,
         {server("+OK\r\n"), client("AUTH LOGIN"), server("+OK\r\n"), client(base64("anna")),
          server("+OK\r\n"), client(base64(password)), server("-ERR " + password + "\r\n"), client("CAPA"),
          server("-ERR\r\n")},
         1);
    QCOMPARE(linesOf(log),
             "S: +OK\nC: AUTH LOGIN\nS: +OK\nC: ***\nS: +OK\nC: ***\nS: -ERR ***\nC: CAPA\nS: -ERR\n");
}

void SessionLogTest::listingsShowTheirFirstLines()
{
    QByteArray uidl = "+OK\r\n", list = "+OK 1000 messages\r\n";
    for (int number = 1; number <= 1000; ++number) {
        uidl += QByteArray::number(number) + " uid" + QByteArray::number(number) + "\r\n";
        list += QByteArray::number(number) + " 4000\r\n";
    }
    SessionLog log;
    play(log,
         {server("+OK\r\n"),
          client("CAPA"),
          server("+OK\r\nTOP\r\nUIDL\r\nUSER\r\nPIPELINING\r\nSTLS\r\nUTF8\r\n.\r\n"),
          {'C', "LIST\r\nUIDL\r\n"},
          server(list + ".\r\n" + uidl + ".\r\n")},
         1000);
    QCOMPARE(linesOf(log),
             "S: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: UIDL\nS: USER\nS: PIPELINING\nS: STLS\nS: UTF8\nS: .\n"
             "C: LIST\nC: UIDL\nS: +OK 1000 messages\nS: 1 4000\nS: 2 4000\nS: 3 4000\nS: 4 4000\nS: 5 4000\n"
             "S: ... 995 more lines\nS: .\nS: +OK\nS: 1 uid1\nS: 2 uid2\nS: 3 uid3\nS: 4 uid4\nS: 5 uid5\n"
             "S: ... 995 more lines\nS: .\n");
    QCOMPARE(log.capabilities().size(), 6);
}

void SessionLogTest::userIsNoSecret()
{
    const QByteArray user = "anna@example.org";
    for (const QByteArray &response :
         {'\0' + user + '\0' + password, user + ' ' + password.toHex(), "n,,n=" + user + ",r=nonce-of-anna",
          "user=" + user + "\1auth=Bearer " + other + "\1\1", user}) {
        SessionLog log;
        log.setUser(QString::fromUtf8(user));
        play(log,
             {server("+OK\r\n"), client("AUTH X"), server("+ \r\n"), client(base64(response)),
              server("+OK " + user + " has new mail\r\n")},
             1);
        QCOMPARE(linesOf(log), "S: +OK\nC: AUTH X\nS: + ***\nC: ***\nS: +OK " + user + " has new mail\n");
    }
}

void SessionLogTest::connectionBeginsAnew()
{
    SessionLog log;
    play(log, {server("+OK one\r\n"), client("AUTH LOGIN"), server("+ VXNlcm5hbWU6\r\n")}, 1);
    log.connected(QStringLiteral("mx:110"));
    play(log, {server("+OK two\r\n"), client("CAPA"), server("-ERR\r\n")}, 1);
    QCOMPARE(
        linesOf(log),
        QByteArray(
            "S: +OK one\nC: AUTH LOGIN\nS: + ***\n-- connected to mx:110\nS: +OK two\nC: CAPA\nS: -ERR\n"));
    QCOMPARE(log.greeting(), QStringLiteral("+OK two"));
}

void SessionLogTest::tlsBeginsAnew()
{
    SessionLog log;
    play(log,
         {server("+OK hello\n"), client("CAPA"), server("+OK\nSTLS\n.\n"), client("STLS"), server("+OK\n")},
         1);
    log.tlsStarted(QStringLiteral("TLS 1.3"));
    play(log, {client("RETR 1"), server("+OK\r\nprivate\n.\nprivate\r\n.\r\n")}, 1);
    QCOMPARE(linesOf(log),
             "S: +OK hello\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\nS: +OK\n-- from here on TLS 1.3\n"
             "C: RETR 1\nS: +OK\nS: ... 19 octets of mail\n");
    QCOMPARE(log.greeting(), QStringLiteral("+OK hello"));
}

void SessionLogTest::whatDoesNotPrintIsReplaced()
{
    SessionLog log;
    play(log, {server("+OK \x1b[2J\xff\x07 ready\r\n")}, 100);
    QCOMPARE(log.greeting(), QStringLiteral("+OK ?[2J\uFFFD? ready"));
}

void SessionLogTest::sizeIsBounded_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("many lines") << QByteArray("+OK again\r\n");
    QTest::newRow("lines of 4 KiB") << "+OK " + QByteArray(4096, 'x') + "\r\n";
    QTest::newRow("bytes that are no UTF-8") << "+OK " + QByteArray(4096, '\xff') + "\r\n";
    QTest::newRow("no line end") << QByteArray(40'000, 'x');
    QTest::newRow("listing") << QByteArray("1 2\r\n");
}

void SessionLogTest::sizeIsBounded()
{
    QFETCH(const QByteArray, line);
    SessionLog log;
    for (int round = 0; round < 5'000; ++round)
        play(log, {client("STAT"), server(line)}, 1 << 20);
    QVERIFY(log.text().toUtf8().size() <= SessionLog::maxSize);
    QVERIFY(log.text().contains(QStringLiteral("C: STAT\n")));
    QVERIFY2(log.text().endsWith(QStringLiteral("it is full\n")), qPrintable(log.text().right(100)));
}

QTEST_GUILESS_MAIN(SessionLogTest)
#include "SessionLogTest.moc"
