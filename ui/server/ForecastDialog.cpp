// SPDX-License-Identifier: GPL-3.0-or-later
#include "ForecastDialog.h"

#include "ReasonText.h"
#include "ServerTable.h"
#include "WindowSize.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QLabel>
#include <QVBoxLayout>

ForecastDialog::ForecastDialog(const RetentionForecast &forecast, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("What the next check deletes"));
    openAtSize(*this, {820, 480});
    auto *head = new QLabel(tr("With these rules the next check deletes %1 on the server. Copies on this "
                               "computer stay.")
                                    .arg(ReasonText::amount(forecast)) +
                                QLatin1Char(' ') + ReasonText::oldest(forecast, QDateTime::currentDateTime()),
                            this);
    head->setWordWrap(true);
    head->setContentsMargins(16, 12, 16, 12);
    auto *model = new ServerMailModel(this);
    model->setMessages(forecast.deletions);
    auto *table = new ServerTable(this);
    table->setAccessibleName(tr("Messages that will be deleted on the server"));
    table->showMail(*model);
    table->showForecast();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->setContentsMargins(12, 12, 12, 12);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(head);
    layout->addWidget(table, 1);
    layout->addWidget(buttons);
}
