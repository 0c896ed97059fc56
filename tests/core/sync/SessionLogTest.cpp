// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoggedSession.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QTest>

namespace
{
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
    void secretIsHiddenWhateverIsSaid();
    void responseInPlaceOfAPromptIsHidden();
    void userIsNoSecret();
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

// Sessions without sense, made of what a log has to heed, in pieces of any size.
void SessionLogTest::secretIsHiddenWhateverIsSaid()
{
    QRandomGenerator random(20261121);
    QByteArrayList words{
        "\r\n", "\n",   "\r",    ".",    "\r\n.\r\n", " ",    "+OK ",           "-ERR ",    "+ ",
        "+",    "*",    "CAPA",  "RETR", "TOP ",      "UIDL", "LIST 1",         "AUTH X",   "AUTH ",
        "PASS", "USER", "APOP ", "QUIT", "STLS",      "=",    QByteArray(1, 0), "\xff\xfe", "1 a"};
    words += formsOf(password);
    for (int round = 0; round < 150; ++round) {
        SessionLog log;
        log.hide(QString::fromUtf8(password));
        for (int turn = 0; turn < 40; ++turn) {
            QByteArray bytes;
            for (int word = random.bounded(1, 8); word > 0; --word)
                bytes += words[random.bounded(words.size())] + (random.bounded(3) == 0 ? "\r\n" : "");
            const bool isClient = random.bounded(2) == 0;
            play(log, {{isClient ? 'C' : 'S', bytes}}, random.bounded(1, 64));
            if (random.bounded(50) == 0)
                log.tlsStarted(QStringLiteral("TLS 1.3"));
        }
        const QByteArray trace = traceOf(password, log);
        QVERIFY2(trace.isEmpty(), qPrintable(QString::number(round) + QLatin1Char('\n') + log.text()));
        QVERIFY(log.text().toUtf8().size() <= SessionLog::maxSize);
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

QTEST_GUILESS_MAIN(SessionLogTest)
#include "SessionLogTest.moc"
