// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailReading is how the user wants his mail to be read: whose pictures on the network are loaded, which text
// encoding a message has, what is here of one that was sent in pieces, and a message as a page for a browser.
// It belongs to a MailSession, whose body() heeds it, lives in the GUI thread and never blocks.
#pragma once

#include "Attachment.h"
#include "FilePreview.h"
#include "FoundPieces.h"
#include "HandedFiles.h"
#include "Identifiers.h"
#include "ReadingConsent.h"
#include "RemotePictures.h"
#include "Result.h"

#include <QPointer>

#include <functional>
#include <memory>
#include <vector>

class Cancellation;
class Clock;
class MailSession;
class MessageStore;
class PictureLoad;
class SecretStore;
class StoreReader;
struct SessionThreads;

class MailReading : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(Result<T>)>;

    // All must outlive it. `cancellation` ends the reading of a proxy's password.
    MailReading(const MailSession &session, SessionThreads &threads, SecretStore &secrets, const Clock &clock,
                Cancellation &cancellation);
    ~MailReading() override; // ends what is on its way

    // Whose pictures on the network are loaded without a question; by kind and value. Known from the opening
    // on.
    const std::vector<ReadingConsent> &consents() const { return m_consents; }
    // Whether one of them covers the message: it has one sender, and nothing says that it is not his.
    static bool isAllowed(const std::vector<ReadingConsent> &consents, const MessageBody &body);
    // InvalidArgument for an address without a domain.
    void allowRemote(ReadingConsent::Kind kind, const QString &address, QObject *context, Done<void> done);
    void revokeRemote(const ReadingConsent &consent, QObject *context, Done<void> done);

    // What the user says that the text of a message is written in; empty: he says nothing.
    void textEncoding(MessageId message, QObject *context, Done<QByteArray> done);
    void setTextEncoding(MessageId message, const QByteArray &charset, QObject *context, Done<void> done);

    // What is here of the message of which `part` of `message` is a piece. Ends when `context` dies.
    void findPieces(MessageId message, const QString &part, QObject *context, Done<FoundPieces> done);

    RemotePictures &pictures() { return m_pictures; }
    // The pictures of MessageBody::remotePictures that are not here; begins by itself, by the way that the
    // mail of the message's account takes. 0: of no account.
    std::unique_ptr<PictureLoad> load(MessageId message, const QStringList &urls);

    // Writes the message into a new file that its owner alone may read, as a page that a browser may be
    // given: sanitised, its own pictures in it, and with a policy that lets it load nothing.
    void saveWebPage(MessageId message, const QString &path, QObject *context, Done<void> done);

    // What a file is, and what of it can be shown without another program.
    void preview(MessageId message, const Attachment &file, QObject *context, Done<FilePreview> done);
    // Paths for another program, in the order of the files; they go with the session. All or none.
    void handOut(MessageId message, const std::vector<Attachment> &files, HandedFiles::Purpose purpose,
                 QObject *context, Done<QStringList> done);

    // When the profile is open; for MailSession.
    void opened(std::function<void(Result<void>)> done);

Q_SIGNALS:
    void consentsChanged();
    void textEncodingChanged(MessageId message);

private:
    using IsWanted = std::function<bool()>; // asked in the middle of work

    template <class T>
    void request(std::function<Result<T>(StoreReader &, const IsWanted &)> work, QObject *context,
                 Done<T> done);
    void readConsents(std::function<void(Result<void>)> done);
    void changeConsents(std::function<Result<void>(MessageStore &)> change, QObject *context,
                        Done<void> done);
    void start(const QPointer<PictureLoad> &load, AccountId account);

    const MailSession &m_session;
    SessionThreads &m_threads;
    SecretStore &m_secrets;
    const Clock &m_clock;
    Cancellation &m_cancellation;
    std::vector<ReadingConsent> m_consents;
    RemotePictures m_pictures;
    // Used in the long reader's thread, whose work may outlive this object.
    const std::shared_ptr<HandedFiles> m_handedOut = std::make_shared<HandedFiles>();
};
