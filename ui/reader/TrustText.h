// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrustText words what is known of a message's sender: one plain sentence for each reason, which says what
// was found and by whom, and never more than is true. What a stranger wrote comes back fit for a label. Pure;
// GUI thread (translations).
#pragma once

#include "MessageTrust.h"

struct TrustSign {
    QString icon;
    QString word; // what the symbol says, for those who do not see it
};

// For a verdict, and for a reason by its weight.
TrustSign trustSign(MessageTrust::Verdict verdict);
TrustSign trustSign(TrustReason::Weight weight);

// The verdict in one sentence, by its weightiest reason.
QString verdictSentence(const MessageTrust &trust);
QString reasonSentence(const TrustReason &reason);
