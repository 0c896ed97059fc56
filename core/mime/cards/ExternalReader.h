// SPDX-License-Identifier: GPL-3.0-or-later
//
// ExternalReader reads where a message/external-body says that its content lies (RFC 2046 §5.2.3, RFC 2017).
// Nothing is fetched. Any thread.
#pragma once

#include "MessageCard.h"
#include "PartTree.h"

#include <optional>

std::optional<ExternalCard> readExternal(const MimePart &part);
