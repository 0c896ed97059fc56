// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProfileMaker puts planned messages into a profile, through the product's own store: two accounts, the
// folders, marks and tags that the plan gives, ledger rows for the newest, which are on the server still; and
// into its search index.
#pragma once

#include "IndexBeside.h"
#include "MailIngest.h"
#include "MailPlan.h"

#include <map>

class ProfileMaker
{
public:
    // Makes the profile with its accounts.
    static Result<std::unique_ptr<ProfileMaker>> open(const QString &directory, const CorpusOptions &options);

    // In the order of their numbers, which become their ids.
    Result<void> add(const PlannedMessage &message, std::string_view bytes);
    Result<void> finish();

private:
    struct Place {
        AccountId account = 0;
        FolderId folder = 0;
    };
    explicit ProfileMaker(const CorpusOptions &options) : m_options(options) {}
    Result<void> makeFolders(AccountId home, AccountId work);

    const CorpusOptions m_options;
    std::map<CorpusFolder, Place> m_places;
    std::map<int, std::vector<MessageId>> m_tagged;
    std::unique_ptr<IndexBeside> m_index;
    std::unique_ptr<MailIngest> m_ingest; // it wakes the index
};
