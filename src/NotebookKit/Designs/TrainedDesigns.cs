using System.Text;
using NotebookKit.Data;
using NotebookKit.Files;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Designs;

/// <summary>A design of <see cref="DesignSpace.SmallCnns"/> that was trained.</summary>
/// <param name="Text">Its sentence.</param>
/// <param name="Weights">Numbers that it learned.</param>
/// <param name="Validation">The share of validation pictures that it got right: what a search may look at.</param>
/// <param name="Test">The share of test pictures that it got right: what counts in the end.</param>
public sealed record TrainedDesign(string Text, int Weights, double Validation, double Test)
{
    /// <summary>In a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Text}: {Weights:N0} weights, validation {Validation:P1}, test {Test:P1}");
}

/// <summary>All 216 designs of <see cref="DesignSpace.SmallCnns"/>, each trained once in the same way, so that searches can be compared without training anything.</summary>
/// <remarks>
/// The table of <see cref="Load"/> was made by
/// <code>
/// TrainedDesigns.Save("small-cnns.csv", TrainedDesigns.Train(Datasets.Mnist(), report: Console.Out));
/// </code>
/// Its scores hold chance too: another seed moves that of a good design by about a percent, and that of the worst ones by far more.
/// </remarks>
public static class TrainedDesigns
{
    private const int Examples = 3000, Kept = 5000, Side = 14;

    private static readonly string[] Columns = ["design", "weights", "validation", "test"];

    /// <summary>The table that comes with the kit, in the order of <see cref="DesignSpace.All"/>.</summary>
    /// <exception cref="InvalidDataException">The table is not whole, with file, line and field.</exception>
    public static IReadOnlyList<TrainedDesign> Load()
    {
        FoundData found = DataFinder.Default().Find(DatasetTable.SmallCnns);
        (byte[] content, string path) = found[0];
        TrainedDesign[] rows = [.. new CsvSource(PlainText.Decode(content, path), path).RowsBelow(Columns).Select(row =>
            new TrainedDesign(row[0], row.Whole(1, Columns[1], int.MaxValue), row.Number(2, Columns[2]), row.Number(3, Columns[3])))];
        return rows.Select(row => row.Text).SequenceEqual(DesignSpace.SmallCnns.All().Select(DesignSpace.SmallCnns.ToText))
            ? rows
            : throw new InvalidDataException($"{path}: expected a row for each of {DesignSpace.SmallCnns.Count} designs, in their order, found {rows.Length}");
    }

    /// <summary>Trains every design on 3,000 digits of 14 x 14 pixels for three epochs, and judges it on 5,000 others and on the test digits.</summary>
    /// <param name="digits">Such as <c>Datasets.Mnist()</c>; 8,000 training pictures of 28 x 28 at least.</param>
    /// <param name="seed">Of first weights and of the order.</param>
    /// <param name="report">Where a line for every design goes.</param>
    public static IReadOnlyList<TrainedDesign> Train(TrainTest digits, int seed = 1, TextWriter? report = null)
    {
        ArgumentNullException.ThrowIfNull(digits);
        Dataset train = Small(digits.Train, 0..Examples), validation = Small(digits.Train, ^Kept..), test = Small(digits.Test, ..);
        List<TrainedDesign> all = [];
        foreach (int[] design in DesignSpace.SmallCnns.All())
        {
            string text = DesignSpace.SmallCnns.ToText(design);
            Sequential network = DesignSpace.BuildSmallCnn(text, Side, new Rng(seed));
            Trainer trainer = new(network, new Adam(network.Parameters()) { LearningRate = 2e-3 }) { Show = false };
            trainer.Fit(train, epochs: 3, batchSize: 32, rng: new Rng(seed));
            all.Add(new(text, network.ParameterCount, trainer.Evaluate(validation).Accuracy, trainer.Evaluate(test).Accuracy));
            report?.WriteLine($"{all.Count} of {DesignSpace.SmallCnns.Count}: {all[^1]}");
        }

        return all;
    }

    /// <summary>Writes a table as <see cref="Load"/> reads it; the file is never half written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="designs">Its rows.</param>
    public static void Save(string path, IReadOnlyList<TrainedDesign> designs)
    {
        ArgumentNullException.ThrowIfNull(designs);
        IEnumerable<string> rows = designs.Select(row => FormattableString.Invariant($"{row.Text},{row.Weights},{row.Validation:F4},{row.Test:F4}"));
        AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(string.Join('\n', [string.Join(',', Columns), .. rows]) + "\n")));
    }

    private static Dataset Small(Dataset digits, Range which)
    {
        (int first, int count) = which.GetOffsetAndLength(digits.Count);
        Batch part = digits.Load([.. Enumerable.Range(first, count)]);
        return new(digits.Name, part.Inputs.AvgPool2d(2), part.Labels, digits.ClassNames, digits.Origin);
    }
}
