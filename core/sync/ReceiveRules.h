// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReceiveRules decide over a message before it is fetched, by its size and its header. The first rule that
// fits decides; where none does, the message is received. Pure.
//
// What a rule left on the server says so in the ledger: "by rule: 1f2e3d4c from:news@example.org". The number
// stands for this rule and all before it, so that after a change of the rules the message is looked at anew,
// and until then it costs no command.
#pragma once

#include "Account.h"

#include <QByteArrayView>
#include <QStringList>

#include <optional>

class ReceiveRules
{
public:
    explicit ReceiveRules(std::vector<ReceiveRule> rules);

    bool isEmpty() const { return m_rules.empty(); }

    struct Verdict {
        ReceiveRule::Action action = ReceiveRule::Action::Receive;
        int rule = -1; // -1: none fits

        bool operator==(const Verdict &) const = default;
    };
    // By its size alone, octets; nothing where a header has to be looked at first.
    std::optional<Verdict> bySize(qint64 size) const;
    // `header` as it came, up to and with the empty line, or cut. Needs a stack of parseStackBytes.
    Verdict byHeader(QByteArrayView header, qint64 size) const;
    // Where the header cannot be had: only the rules about size are asked.
    Verdict withoutHeader(qint64 size) const;

    // What the ledger says of a message that `rule` left on the server.
    QString trouble(int rule) const { return m_troubles[rule]; }
    // Whether it was left there by these rules.
    bool isCurrent(const QString &trouble) const;

private:
    std::vector<ReceiveRule> m_rules;
    QStringList m_troubles; // one each
};
