// SPDX-License-Identifier: GPL-3.0-or-later
//
// DepthGuard is one linear pass over HTML before the tree builder sees it. The builder's time grows with the
// square of the nesting, so start tags deeper than 96 are taken out; with them go comments, elements that are
// never shown and tags of absurd size. It follows the tokeniser of the HTML standard closely enough that what
// it counts as open is never less than what the builder has open. Pure.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringList>

#include <vector>

class DepthGuard
{
public:
    struct Guarded {
        QByteArray html;
        QByteArray css;      // the contents of all <style>, in order
        QStringList defects; // what was cut
    };
    static Guarded guard(QByteArrayView html);

private:
    struct Tag {
        QByteArray name; // lower case
        bool isEnd = false;
        qsizetype end = 0; // behind ">", or -1 where the text ends inside of the tag
        int attributes = 0;
    };
    struct Open {
        QByteArray name;
        bool isFormatting, isBorder, isBlock;
    };
    explicit DepthGuard(QByteArrayView html) : m_in(html) {}

    void run();
    void takeMarkup();
    void skipComment();
    Tag readTag(qsizetype at) const;
    qsizetype skipAttributes(qsizetype at, int *count) const;
    void takeStart(const Tag &tag);
    void takeEnd(const Tag &tag);
    void closeImplied(const QByteArray &name);
    void close(qsizetype index);
    void endFormatting();
    void skipOpaque(const Tag &tag);
    qsizetype findEndTag(const QByteArray &name, qsizetype from) const;
    void copyTo(qsizetype end);

    QByteArrayView m_in;
    qsizetype m_at = 0;
    std::vector<Open> m_open;
    std::vector<QByteArray> m_withoutEnd; // opaque elements that have no end tag in the rest of the text
    int m_reopened = 0;                   // formatting elements that the builder makes again
    int m_tooDeep = 0;
    int m_tooLarge = 0;
    Guarded m_out;
};
