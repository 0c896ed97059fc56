// SPDX-License-Identifier: GPL-3.0-or-later
//
// Speaks to DemoServer over a bare socket, as any POP3 client would.
#include "DemoServer.h"

#include <QTcpSocket>
#include <QtTest>

#include <memory>

namespace
{

QByteArrayList threeMessages()
{
    return {"Subject: one\r\n\r\nfirst\r\n", "Subject: two\r\n\r\n.\r\n..\r\n.hidden\r\na.b\r\n",
            "Subject: three\r\n\r\n1\r\n2\r\n3"};
}

class Client
{
public:
    explicit Client(quint16 port)
    {
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        m_greeting = line();
    }

    QByteArray greeting() const { return m_greeting; }
    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    // The next line of the server with its CRLF; empty when it has closed the connection.
    QByteArray line()
    {
        while (!m_socket.canReadLine()) {
            if (!m_socket.waitForReadyRead(10000))
                return {};
        }
        return m_socket.readLine();
    }
    QByteArray ask(const QByteArray &command)
    {
        send(command + "\r\n");
        return line();
    }
    // The lines after the status line, the final dot included.
    QByteArray rest()
    {
        QByteArray bytes;
        while (!bytes.endsWith("\r\n.\r\n") && bytes != ".\r\n") {
            const QByteArray next = line();
            if (next.isEmpty())
                return bytes;
            bytes += next;
        }
        return bytes;
    }
    QByteArray askForLines(const QByteArray &command)
    {
        const QByteArray status = ask(command);
        return status.startsWith("+OK") ? rest() : status;
    }
    bool signIn() { return ask("USER demo").startsWith("+OK") && ask("PASS demo").startsWith("+OK"); }
    bool isClosedByServer()
    {
        return m_socket.state() == QAbstractSocket::UnconnectedState || m_socket.waitForDisconnected(10000);
    }

private:
    QTcpSocket m_socket;
    QByteArray m_greeting;
};

} // namespace

class DemoServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void greetsAndListsItsCapabilities();
    void refusesMailCommandsBeforeSignIn();
    void refusesAWrongPasswordWithItsCode();
    void signsInWithPlain_data();
    void signsInWithPlain();
    void refusesBrokenPlain_data();
    void refusesBrokenPlain();
    void countsAndLists();
    void retrDoublesLeadingDots();
    void retrSuppliesAMissingLineEnd();
    void topSendsTheHeaderAndTheLinesAskedFor();
    void refusesNumbersThatNameNoMessage_data();
    void refusesNumbersThatNameNoMessage();
    void answersPipelinedCommandsInOrder();
    void pipelinedRetrOfMuchMailArrivesWhole();
    void deletesAtQuitAlone();
    void deletesNothingWhenTheConnectionIsCut();
    void rsetTakesMarksBack();
    void keepsASecondSessionOut();
    void closesAtAnEndlessLine();
    void isNotReachableAfterItsEnd();
    void servesAnEmptyMailbox();

private:
    std::unique_ptr<DemoServer> m_server;
    quint16 m_port = 0;
};

void DemoServerTest::init()
{
    m_server = std::make_unique<DemoServer>(threeMessages());
    m_port = m_server->start();
    QVERIFY(m_port != 0);
}

void DemoServerTest::cleanup()
{
    m_server.reset();
}

void DemoServerTest::greetsAndListsItsCapabilities()
{
    Client client(m_port);
    QVERIFY(client.greeting().startsWith("+OK"));
    const QByteArrayList lines = client.askForLines("capa").split('\n');
    for (const char *expected : {"TOP", "UIDL", "PIPELINING", "RESP-CODES", "USER", "SASL PLAIN"})
        QVERIFY2(lines.contains(QByteArray(expected) + '\r'), expected);
    QVERIFY(!lines.contains("STLS\r"));
    QCOMPARE(m_server->start(), m_port);
}

void DemoServerTest::refusesMailCommandsBeforeSignIn()
{
    Client client(m_port);
    for (const char *command :
         {"STAT", "LIST", "RETR 1", "DELE 1", "UIDL", "TOP 1 0", "NOOP", "RSET", "PASS x"})
        QVERIFY2(client.ask(command).startsWith("-ERR"), command);
    QVERIFY(client.signIn());
    QVERIFY(client.ask("USER demo").startsWith("-ERR"));
    QVERIFY(client.ask("STAT").startsWith("+OK 3 "));
}

void DemoServerTest::refusesAWrongPasswordWithItsCode()
{
    Client client(m_port);
    QVERIFY(client.ask("USER demo").startsWith("+OK"));
    QVERIFY(client.ask("PASS Demo").startsWith("-ERR [AUTH]"));
    QVERIFY(client.ask("STAT").startsWith("-ERR"));
    QVERIFY(client.signIn());
}

void DemoServerTest::signsInWithPlain_data()
{
    QTest::addColumn<QByteArrayList>("lines");
    const QByteArray response = QByteArray::fromRawData("\0demo\0demo", 10).toBase64();
    QTest::newRow("initial response") << QByteArrayList{"AUTH PLAIN " + response};
    QTest::newRow("asked for") << QByteArrayList{"auth plain", response};
    QTest::newRow("cancelled, then again") << QByteArrayList{"AUTH PLAIN", "*", "AUTH PLAIN", response};
}

void DemoServerTest::signsInWithPlain()
{
    QFETCH(QByteArrayList, lines);
    Client client(m_port);
    QByteArray reply;
    for (const QByteArray &line : lines)
        reply = client.ask(line);
    QVERIFY(reply.startsWith("+OK"));
    QVERIFY(client.ask("STAT").startsWith("+OK 3 "));
}

void DemoServerTest::refusesBrokenPlain_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::newRow("not base64") << QByteArray("AUTH PLAIN !!!!");
    QTest::newRow("one field") << "AUTH PLAIN " + QByteArray("demo").toBase64();
    QTest::newRow("another identity")
        << "AUTH PLAIN " + QByteArray::fromRawData("root\0demo\0demo", 14).toBase64();
    QTest::newRow("wrong password") << "AUTH PLAIN " + QByteArray::fromRawData("\0demo\0oops", 10).toBase64();
    QTest::newRow("unknown mechanism") << QByteArray("AUTH CRAM-MD5");
    QTest::newRow("none") << QByteArray("AUTH");
}

void DemoServerTest::refusesBrokenPlain()
{
    QFETCH(QByteArray, command);
    Client client(m_port);
    QVERIFY(client.ask(command).startsWith("-ERR"));
    QVERIFY(client.ask("STAT").startsWith("-ERR"));
}

void DemoServerTest::countsAndLists()
{
    Client client(m_port);
    QVERIFY(client.signIn());
    const QByteArrayList messages = threeMessages();
    const auto size = [&messages](int i) { return QByteArray::number(messages.at(i).size()); };
    const auto total = messages.at(0).size() + messages.at(1).size() + messages.at(2).size();
    QCOMPARE(client.ask("STAT"), "+OK 3 " + QByteArray::number(total) + "\r\n");
    QCOMPARE(client.askForLines("LIST"),
             "1 " + size(0) + "\r\n2 " + size(1) + "\r\n3 " + size(2) + "\r\n.\r\n");
    QCOMPARE(client.ask("list 2"), "+OK 2 " + size(1) + "\r\n");
    const QByteArray uids = client.askForLines("UIDL");
    QCOMPARE(uids.count("\r\n"), 4);
    const QByteArray second = client.ask("UIDL 2").mid(4);
    QVERIFY(second.startsWith("2 "));
    QVERIFY(uids.contains("\r\n" + second));
}

void DemoServerTest::retrDoublesLeadingDots()
{
    Client client(m_port);
    QVERIFY(client.signIn());
    QCOMPARE(client.askForLines("RETR 2"), "Subject: two\r\n\r\n..\r\n...\r\n..hidden\r\na.b\r\n.\r\n");
}

void DemoServerTest::retrSuppliesAMissingLineEnd()
{
    Client client(m_port);
    QVERIFY(client.signIn());
    QCOMPARE(client.askForLines("RETR 3"), "Subject: three\r\n\r\n1\r\n2\r\n3\r\n.\r\n");
}

void DemoServerTest::topSendsTheHeaderAndTheLinesAskedFor()
{
    Client client(m_port);
    QVERIFY(client.signIn());
    QCOMPARE(client.askForLines("TOP 3 0"), "Subject: three\r\n\r\n.\r\n");
    QCOMPARE(client.askForLines("TOP 3 2"), "Subject: three\r\n\r\n1\r\n2\r\n.\r\n");
    QCOMPARE(client.askForLines("TOP 2 1"), "Subject: two\r\n\r\n..\r\n.\r\n");
    QCOMPARE(client.askForLines("TOP 1 99"), "Subject: one\r\n\r\nfirst\r\n.\r\n");
}

void DemoServerTest::refusesNumbersThatNameNoMessage_data()
{
    QTest::addColumn<QByteArray>("command");
    for (const char *number : {"", " 0", " 4", " -1", " +1", " 1x", " 99999999999", " 1 1"}) {
        for (const char *keyword : {"RETR", "DELE"}) {
            const QByteArray command = QByteArray(keyword) + number;
            QTest::newRow(command.constData()) << command;
        }
    }
    for (const char *command :
         {"LIST 0", "LIST 4", "UIDL x", "TOP 1", "TOP 1 -1", "TOP 4 0", "TOP 1 0 0", "XYZ", ""})
        QTest::newRow(*command ? command : "empty line") << QByteArray(command);
}

void DemoServerTest::refusesNumbersThatNameNoMessage()
{
    QFETCH(QByteArray, command);
    Client client(m_port);
    QVERIFY(client.signIn());
    QVERIFY(client.ask(command).startsWith("-ERR"));
    QVERIFY(client.ask("STAT").startsWith("+OK 3 "));
}

void DemoServerTest::answersPipelinedCommandsInOrder()
{
    Client client(m_port);
    client.send("USER demo\r\nPASS demo\r\nUIDL 1\r\nTOP 1 0\r\nNOOP\r\nUIDL 3\r\nQUIT\r\n");
    QVERIFY(client.line().startsWith("+OK"));
    QVERIFY(client.line().startsWith("+OK"));
    QVERIFY(client.line().startsWith("+OK 1 "));
    QVERIFY(client.line().startsWith("+OK"));
    QCOMPARE(client.rest(), QByteArray("Subject: one\r\n\r\n.\r\n"));
    QVERIFY(client.line().startsWith("+OK"));
    QVERIFY(client.line().startsWith("+OK 3 "));
    QVERIFY(client.line().startsWith("+OK"));
    QVERIFY(client.isClosedByServer());
}

// More than the server keeps unread: it must pause reading commands and go on when the client has caught up.
void DemoServerTest::pipelinedRetrOfMuchMailArrivesWhole()
{
    const QByteArray big =
        "Subject: big\r\n\r\n" + QByteArray("0123456789abcdef0123456789abcd\r\n").repeated(16384);
    DemoServer server({big, "Subject: small\r\n\r\n"});
    Client client(server.start());
    QVERIFY(client.signIn());
    constexpr int times = 24;
    client.send(QByteArray("RETR 1\r\n").repeated(times) + "RETR 2\r\n");
    for (int i = 0; i < times; ++i) {
        QVERIFY(client.line().startsWith("+OK"));
        QCOMPARE(client.rest().size(), big.size() + 3);
    }
    QVERIFY(client.line().startsWith("+OK"));
    QCOMPARE(client.rest(), QByteArray("Subject: small\r\n\r\n.\r\n"));
}

void DemoServerTest::deletesAtQuitAlone()
{
    QByteArray secondUid;
    {
        Client client(m_port);
        QVERIFY(client.signIn());
        secondUid = client.ask("UIDL 2").mid(6);
        QVERIFY(client.ask("DELE 1").startsWith("+OK"));
        QVERIFY(client.ask("DELE 3").startsWith("+OK"));
        QVERIFY(client.ask("STAT").startsWith("+OK 1 "));
        QVERIFY(client.ask("RETR 1").startsWith("-ERR"));
        QVERIFY(client.ask("DELE 1").startsWith("-ERR"));
        QVERIFY(client.askForLines("LIST").startsWith("2 "));
        QVERIFY(client.ask("QUIT").startsWith("+OK"));
        QVERIFY(client.isClosedByServer());
    }
    Client client(m_port);
    QVERIFY(client.signIn());
    QVERIFY(client.ask("STAT").startsWith("+OK 1 "));
    QCOMPARE(client.ask("UIDL 1").mid(6), secondUid);
}

void DemoServerTest::deletesNothingWhenTheConnectionIsCut()
{
    {
        Client client(m_port);
        QVERIFY(client.signIn());
        QVERIFY(client.ask("DELE 1").startsWith("+OK"));
    }
    // The server notices the cut in its own time; until then the mailbox is in use.
    QTRY_VERIFY([this] {
        Client client(m_port);
        return client.signIn() && client.ask("STAT").startsWith("+OK 3 ");
    }());
}

void DemoServerTest::rsetTakesMarksBack()
{
    Client client(m_port);
    QVERIFY(client.signIn());
    QVERIFY(client.ask("DELE 2").startsWith("+OK"));
    QVERIFY(client.ask("RSET").startsWith("+OK"));
    QVERIFY(client.ask("STAT").startsWith("+OK 3 "));
    QVERIFY(client.ask("RETR 2").startsWith("+OK"));
}

void DemoServerTest::keepsASecondSessionOut()
{
    Client first(m_port);
    QVERIFY(first.signIn());
    Client second(m_port);
    QVERIFY(second.ask("USER demo").startsWith("+OK"));
    QVERIFY(second.ask("PASS demo").startsWith("-ERR [IN-USE]"));
    QVERIFY(first.ask("QUIT").startsWith("+OK"));
    QVERIFY(second.signIn());
}

void DemoServerTest::closesAtAnEndlessLine()
{
    Client client(m_port);
    client.send(QByteArray(40000, 'x'));
    client.line();
    QVERIFY(client.isClosedByServer());
    QVERIFY(Client(m_port).greeting().startsWith("+OK"));
}

void DemoServerTest::isNotReachableAfterItsEnd()
{
    Client client(m_port);
    QVERIFY(client.signIn());
    m_server.reset();
    QVERIFY(client.isClosedByServer());
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
    QVERIFY(!socket.waitForConnected(10000));
}

void DemoServerTest::servesAnEmptyMailbox()
{
    DemoServer server({});
    Client client(server.start());
    QVERIFY(client.signIn());
    QCOMPARE(client.ask("STAT"), QByteArray("+OK 0 0\r\n"));
    QCOMPARE(client.askForLines("LIST"), QByteArray(".\r\n"));
    QVERIFY(client.ask("RETR 1").startsWith("-ERR"));
}

QTEST_GUILESS_MAIN(DemoServerTest)
#include "DemoServerTest.moc"
