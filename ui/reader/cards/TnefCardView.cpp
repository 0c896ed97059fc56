// SPDX-License-Identifier: GPL-3.0-or-later
#include "TnefCardView.h"

#include <QCoreApplication>
#include <QPushButton>

namespace
{
struct TnefWords {
    Q_DECLARE_TR_FUNCTIONS(TnefCardView)
};

QString problemWords(const QString &problem)
{
    if (problem.isEmpty())
        return {};
    if (problem == QLatin1String("not TNEF"))
        return TnefWords::tr("The file is not what its name says. It can be saved as it is.");
    if (problem == QLatin1String("cut short"))
        return TnefWords::tr(
            "The file is damaged or incomplete. What could be read is listed below; the file "
            "itself can be saved.");
    if (problem == QLatin1String("too many attachments"))
        return TnefWords::tr("There is more in the file than is listed below. The file itself can be saved.");
    return TnefWords::tr("Not all of the file could be read. It can be saved as it is.");
}
} // namespace

TnefCardView::TnefCardView(const TnefCard &card, QWidget *parent)
    : CardFrame(card.problem.isEmpty() ? QStringLiteral("paperclip") : QStringLiteral("file-warning"),
                card.problem.isEmpty() ? Mood::Neutral : Mood::Caution, tr("Packed by Outlook (winmail.dat)"),
                parent)
{
    if (card.problem.isEmpty())
        addText(card.names.isEmpty()
                    ? tr("There are no attachments in it.")
                    : tr("Its %n attachment(s) are listed below.", nullptr, int(card.names.size())));
    addText(problemWords(card.problem));
    addRow(tr("In it"), card.names.mid(0, 10).join(QLatin1Char('\n')));
    QPushButton *save =
        addButton(QStringLiteral("save"), tr("Save winmail.dat…"), tr("Save the file as it came"));
    connect(save, &QPushButton::clicked, this, &TnefCardView::saveWanted);
}
