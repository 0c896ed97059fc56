// SPDX-License-Identifier: GPL-3.0-or-later
//
// QuotationMarks say where the quotations of a message stand in its safe HTML (MessageBody): between two
// comments of ours. No text of a sender can look like one, because every "<" of it is escaped there. What is
// between them is whole: no element begins inside and ends outside. They do not nest.
#pragma once

// "<!--quotation color:#5c6670;margin-left:12px;-->": the style of a line above it that tells of it.
inline constexpr char16_t quotationStart[] = u"<!--quotation ";
// "<!--/quotation 12-->": how many lines it would have as plain text, about.
inline constexpr char16_t quotationEnd[] = u"<!--/quotation ";
inline constexpr char16_t quotationMarkEnd[] = u"-->";
