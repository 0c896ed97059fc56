// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchTerm is a search as a tree: what SearchQuery reads from text and the store evaluates. Values, any
// thread. SearchQuery guarantees of its trees: And and Or have at least two terms and none of their own kind
// (only an empty search is an And of none: everything), Not has one term that is no Not.
#pragma once

#include <QDate>
#include <QString>

#include <vector>

// Where a text must be. Any is the subject, the people, the body and the attachments.
enum class SearchField : quint8 { Any, From, To, Cc, Subject, Body, FileName, List, Tag, Folder, Account };

enum class SearchState : quint8 { Read, Unread, Starred, OnServer, Partial, Damaged, Attachment, Tagged };

// A calendar day: fixed, or counted back from today when `day` is null.
struct SearchDate {
    enum class Unit : quint8 { Day, Week, Month, Year };
    QDate day;
    int count = 0;
    Unit unit = Unit::Day;

    bool operator==(const SearchDate &) const = default;
};

struct SearchTerm {
    enum class Kind : quint8 {
        And,
        Or,
        Not,
        Text,       // `text` in `field`: its words side by side, the last one only a beginning if `prefix`
        Expression, // `text` is a regular expression on `field`; it refines what the other terms found
        State,
        Larger,  // more than `bytes`
        Smaller, // fewer than `bytes`
        Before,  // before the first moment of `date`
        After,   // from the first moment of `date` on
    };
    Kind kind = Kind::And;
    SearchField field = SearchField::Any;
    SearchState state = SearchState::Read;
    bool prefix = false;
    QString text; // never empty for Text and Expression
    qint64 bytes = 0;
    SearchDate date;
    std::vector<SearchTerm> terms; // of And, Or and Not

    bool operator==(const SearchTerm &) const = default;
};
