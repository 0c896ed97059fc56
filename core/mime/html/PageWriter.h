// SPDX-License-Identifier: GPL-3.0-or-later
//
// PageWriter writes HTML of paragraphs and runs for QTextDocument. It joins white space, collapses vertical
// margins, drops empty paragraphs, merges runs that look alike and gives over-long words places to break. All
// text is escaped here and nowhere else. Lengths are px at zoom 1. One object for one message.
#pragma once

#include "ElementStyle.h"

#include <QString>
#include <QStringView>

#include <optional>

// QTextDocument measures lines in the height of the font, CSS in its size.
inline constexpr double fontHeight = 1.17;
// Lines that are taller are not text with air between its lines but single words in the middle of something.
inline constexpr double tallLine = 1.9;

struct TextRun {
    double fontSize = 15;
    double letterSpacing = 0;
    bool bold = false, italic = false, underline = false, strike = false, noWrap = false;
    int script = 0;
    QString family;
    std::optional<CssColour> colour, background;
    QString link;

    bool operator==(const TextRun &) const = default;
};

struct ParagraphStyle {
    Align align = Align::None;
    double left = 0, right = 0;
    double lineHeight = 0;
    bool preformatted = false;
    double wordWidth = 760; // px that a word may take before it gets places to break
};

class PageWriter
{
public:
    explicit PageWriter(double zoom) : m_zoom(zoom) {}

    void addText(QStringView text, const TextRun &run, const ParagraphStyle &paragraph);
    void addBreak(const ParagraphStyle &paragraph);
    // `markup` stands in the line like a character.
    void addInline(const QString &markup, const ParagraphStyle &paragraph);
    void endParagraph();
    // The space above what comes next: the largest that is asked for.
    void addMargin(double px);
    double takeMargin();
    // Markup between paragraphs: tables and lists.
    void addMarkup(QStringView markup);
    // The same for the end of a cell, where the space asked for last stays inside.
    void endCell(QStringView markup);
    // A quotation, between the marks of QuotationMarks.h; `note` is the colour for words about it.
    void beginQuotation(CssColour note, double left);
    void endQuotation();
    QString take();
    qsizetype size() const { return m_out.size() + m_held.size() + m_content.size(); }

    int scaled(double px) const; // px on the screen
    static QString escaped(QStringView text);

private:
    void beginContent(const ParagraphStyle &paragraph);
    void addCharacters(QStringView text, const TextRun &run);
    void openRun(const TextRun &run);
    void closeRun();
    void endLine();
    void flush(double bottomMargin);
    QString runStyle(const TextRun &run) const;

    double m_zoom;
    QString m_out;
    QString m_content;   // of the paragraph that is being written
    QString m_heldStart; // a finished paragraph that waits for its bottom margin
    QString m_heldStyle, m_held;
    double m_heldTop = 0;
    double m_margin = 0;
    bool m_open = false, m_hasHeld = false, m_space = false, m_runOpen = false;
    int m_breaks = 0, m_emptyLines = 0;
    int m_wordLength = 0;
    int m_lines = 0, m_lineLetters = 0; // of the quotation
    ParagraphStyle m_paragraph;
    TextRun m_run;
    double m_top = 0;
};
