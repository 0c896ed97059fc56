// SPDX-License-Identifier: GPL-3.0-or-later
//
// NestedBody reads a message that lies within a stored one. The session takes it out and reads it, in its
// threads; its attachments and cards come with their place in the stored message ("2/1.3"), so that they are
// opened and saved like those of the outer one. GUI thread.
#pragma once

#include "MailSession.h"

#include <QString>

#include <functional>

// `done` is not called once `context` is gone.
void readNestedBody(MailSession &session, MessageId message, const QString &part,
                    const RenderOptions &options, QObject *context,
                    std::function<void(Result<MessageBody>)> done);
