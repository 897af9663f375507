using NotebookKit.Charts;
using NotebookKit.Training;

namespace NotebookKit.Display;

/// <summary>A training history in a notebook: the curves of loss and accuracy, and a line that says where it stands.</summary>
public sealed class HistoryFormatterSource : FormatterSource<History>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<History, string> Write)> Forms =>
    [
        ("text/html", history => $"<div class=\"nk-figure\" style=\"overflow-x:auto\">{Draw(history).ToSvg()}</div><div>{Html.Text(history.ToString())}</div>"),
        ("text/plain", history => history.ToString()),
    ];

    /// <summary>Loss of every update with its moving average, and accuracy; what the set kept aside says as points.</summary>
    public static Figure Draw(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        IReadOnlyList<UpdateRecord> updates = history.Updates;
        IReadOnlyList<EpochRecord> epochs = history.Epochs;
        Numbers x = Numbers.Range(updates.Count);
        Plot Curve(Func<UpdateRecord, double> ofUpdate, Func<EpochRecord, double?> ofEpoch, Axis y)
        {
            List<Series> series = [new LineSeries(x, Numbers.From(updates.Select(ofUpdate))) { Name = "train", Smoothing = 0.98 }];
            EpochRecord[] seen = [.. epochs.Where(epoch => ofEpoch(epoch) is not null)];
            if (seen.Length > 0)
            {
                series.Add(new LineSeries(Numbers.From(seen.Select(epoch => (double)epoch.Update)), Numbers.From(seen.Select(epoch => ofEpoch(epoch)!.Value)))
                {
                    Name = "test",
                    Dots = true,
                });
            }

            return new Plot(series) { X = new Axis { Label = "update", Min = 0, Max = Math.Max(1, history.PlannedUpdates) }, Y = y };
        }

        double worst = updates.Count == 0 ? 1 : updates.Max(update => update.Loss);
        return new Figure(new Panels(
        [
            new Panel("loss", Curve(update => update.Loss, epoch => epoch.TestLoss, new Axis { Min = 0, Max = Math.Max(worst, 1e-3) })),
            new Panel("accuracy", Curve(update => update.Accuracy, epoch => epoch.TestAccuracy, new Axis { Min = Floor(updates), Max = 1 })),
        ]))
        {
            Width = 860,
        };
    }

    // The interesting part of accuracy lies near 1: the axis begins at the tenth below the first batches' best.
    private static double Floor(IReadOnlyList<UpdateRecord> updates)
    {
        double early = updates.Skip(updates.Count / 20).Select(update => update.Accuracy).DefaultIfEmpty(0).Min();
        return Math.Max(0, Math.Floor(early * 10) / 10);
    }
}
