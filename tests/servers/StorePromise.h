// SPDX-License-Identifier: GPL-3.0-or-later
//
// StorePromise is what a program that was killed had acknowledged until then, and holds the profile it left
// against it: no acknowledged message lost or changed, no removed one back, no mark forgotten, nothing twice.
// Used from the test's thread.
#pragma once

#include "RawPop3Client.h"
#include "StoreOperation.h"
#include "StoredMail.h"

#include <map>
#include <set>

class StorePromise
{
public:
    // What the program has written: lines "stored ID HASH", "begin NUMBER OPERATION", "done NUMBER". A last
    // line that breaks off is passed over.
    void take(const QByteArray &output);
    // The same for a program that acknowledges by its exit code.
    void begin(int number, const StoreOperation &operation) { m_open[number] = operation; }
    void done(int number);

    // The server has these now. What it ever had is remembered; what is neither here nor there is lost.
    QStringList lost(const std::vector<ServedMessage> &onServer);

    // What does not hold; empty where all holds. The profile must have been opened and closed since the
    // kill. From then on what was found is what is promised, and nothing is under way. Where the catalogue
    // was lost, marks may be older than the newest ones, but none from before the last check().
    enum class Catalogue { Kept, Lost };
    QStringList check(const QString &profile, Catalogue catalogue);

    bool isUnderWay(StoreOperation::Kind kind) const;
    std::vector<MessageId> messages() const; // that are here
    size_t removed() const { return m_removed.size(); }
    int olderMarks() const { return m_olderMarks; } // that check() found after a lost catalogue

private:
    struct Known {
        QByteArray sha256;
        MessageMarks marks;
        std::vector<MessageMarks> past; // since check()
    };
    const StoreOperation *underWay(MessageId message) const;
    void remove(std::map<MessageId, Known>::iterator known);
    void checkMarks(MessageId id, const Known &known, const MessageMarks &found, Catalogue catalogue,
                    QStringList &wrong);

    std::set<QByteArray> m_served;  // SHA-256 of all messages that ever were on the server
    std::set<QByteArray> m_removed; // here, for good
    std::map<MessageId, Known> m_known;
    std::map<int, StoreOperation> m_open;
    int m_olderMarks = 0;
};
