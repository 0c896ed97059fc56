// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailSession and the search index.
#include "MailSession.h"

#include "MailSessionPrivate.h"

void MailSession::keepIndex()
{
    d->index.keepUpToDate();
}

void MailSession::updateIndex(QObject *context, std::function<void(qint64, qint64)> progress, Done<void> done)
{
    d->index.update(context, std::move(progress), std::move(done));
}

void MailSession::cancelIndexUpdate()
{
    d->index.cancel();
}
