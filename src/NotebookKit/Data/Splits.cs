namespace NotebookKit.Data;

/// <summary>Which examples learn, which choose and which judge: splits, folds and samples as lists of example numbers.</summary>
/// <remarks>
/// They work for anything that is numbered: <c>inputs.IndexSelect(0, Tensor.From(...))</c> for tensors, <see cref="DatasetSplits"/> for data sets. The
/// same generator gives the same split. Lecture S1: cross-validate or bootstrap; at worst split 65 % training, 10 % validation, 25 % testing, the last
/// looked at once.
/// </remarks>
public static class Splits
{
    /// <summary>The share that learns (S1).</summary>
    public const double TrainShare = 0.65;

    /// <summary>The share that chooses (S1); the rest judges.</summary>
    public const double ValidationShare = 0.10;

    /// <summary>Splits the numbers 0 to count - 1 at random into three parts without overlap.</summary>
    /// <param name="count">N.</param>
    /// <param name="train">The share that learns.</param>
    /// <param name="validation">The share that chooses; what is left judges.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The shares are no shares.</exception>
    public static SplitNumbers Of(int count, double train = TrainShare, double validation = ValidationShare, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckShares(train, validation);
        return Cut((rng ?? Rng.Current).Permutation(count), train, validation);
    }

    /// <summary>Splits so that each part has the classes in the same shares as the whole, up to rounding.</summary>
    /// <param name="labels">The class of each example, [N] of whole numbers.</param>
    /// <param name="train">The share that learns.</param>
    /// <param name="validation">The share that chooses; what is left judges.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The shares are no shares, or the labels no whole numbers.</exception>
    public static SplitNumbers Stratified(Tensor labels, double train = TrainShare, double validation = ValidationShare, Rng? rng = null)
    {
        CheckShares(train, validation);
        Rng source = rng ?? Rng.Current;
        SplitNumbers[] parts = [.. Classes(nameof(Stratified), labels).Select(members => Cut(Shuffled(members, source), train, validation))];
        return new SplitNumbers(
            Shuffled([.. parts.SelectMany(part => part.Train)], source),
            Shuffled([.. parts.SelectMany(part => part.Validation)], source),
            Shuffled([.. parts.SelectMany(part => part.Test)], source));
    }

    /// <summary>k folds: each example is in the test part of exactly one and in the training part of the others.</summary>
    /// <param name="count">N.</param>
    /// <param name="folds">k, from 2 to N.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">There are more folds than examples, or fewer than two.</exception>
    public static IReadOnlyList<Fold> KFold(int count, int folds = 10, Rng? rng = null)
    {
        CheckFolds(count, folds);
        return Dealt((rng ?? Rng.Current).Permutation(count), folds);
    }

    /// <summary>k folds whose test parts have the classes in the same shares, up to an example a class.</summary>
    /// <param name="labels">The class of each example, [N] of whole numbers.</param>
    /// <param name="folds">k, from 2 to N.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">There are more folds than examples, fewer than two, or the labels are no whole numbers.</exception>
    public static IReadOnlyList<Fold> StratifiedKFold(Tensor labels, int folds = 10, Rng? rng = null)
    {
        IReadOnlyList<int[]> classes = Classes(nameof(StratifiedKFold), labels);
        CheckFolds(labels.Count, folds);
        Rng source = rng ?? Rng.Current;

        // Dealt like cards, one class after the other, so that no fold gets more than one example more of any class.
        return Dealt([.. classes.SelectMany(members => Shuffled(members, source))], folds);
    }

    /// <summary>A bootstrap sample: count examples drawn with replacement, about 63.2 % of them different, and those that were not drawn.</summary>
    /// <remarks>1 - (1 - 1/N)^N is 1 - 1/e for large N. Efron 1979; lectures S1, S2 L7.</remarks>
    /// <param name="count">N, 1 or more.</param>
    /// <param name="rng">Where the draws come from; the session's generator when null.</param>
    public static BootstrapSample Bootstrap(int count, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Rng source = rng ?? Rng.Current;
        int[] chosen = new int[count];
        bool[] seen = new bool[count];
        for (int i = 0; i < count; i++)
        {
            chosen[i] = source.Next(count);
            seen[chosen[i]] = true;
        }

        return new BootstrapSample(chosen, [.. Enumerable.Range(0, count).Where(i => !seen[i])]);
    }

    private static SplitNumbers Cut(int[] order, double train, double validation)
    {
        int first = (int)Math.Round(order.Length * train, MidpointRounding.AwayFromZero);
        int second = Math.Min(order.Length, first + (int)Math.Round(order.Length * validation, MidpointRounding.AwayFromZero));
        return new SplitNumbers(order[..first], order[first..second], order[second..]);
    }

    private static Fold[] Dealt(int[] order, int folds) => [.. Enumerable.Range(0, folds).Select(number => new Fold(
        number, [.. order.Where((_, place) => place % folds != number)], [.. order.Where((_, place) => place % folds == number)]))];

    private static int[] Shuffled(int[] numbers, Rng rng) => [.. rng.Permutation(numbers.Length).Select(place => numbers[place])];

    private static IReadOnlyList<int[]> Classes(string operation, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Rank != 1 || labels.DType.IsFloat())
        {
            throw new ArgumentException($"{operation}: takes the class of each example, [N] of whole numbers, and got {labels.Shape} of {labels.DType}.", nameof(labels));
        }

        long[] values = labels.To(DType.Int64).ToArray<long>();
        return [.. Enumerable.Range(0, values.Length).GroupBy(i => values[i]).OrderBy(group => group.Key).Select(group => group.ToArray())];
    }

    private static void CheckShares(double train, double validation)
    {
        if (!(train >= 0 && validation >= 0 && train + validation <= 1 + 1e-12))
        {
            throw new ArgumentException($"Splits: shares of {train} and {validation} leave no share to judge; they are from 0 to 1 together.");
        }
    }

    private static void CheckFolds(int count, int folds)
    {
        if (folds < 2 || folds > count)
        {
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"Splits: {count} examples can be cut into 2 to {count} folds.");
        }
    }
}

/// <summary>A split as example numbers.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To choose by: when to stop, which network.</param>
/// <param name="Test">To judge with, once.</param>
public sealed record SplitNumbers(IReadOnlyList<int> Train, IReadOnlyList<int> Validation, IReadOnlyList<int> Test)
{
    /// <summary>The sizes in a line.</summary>
    public override string ToString() => $"{Train.Count:N0} to learn from, {Validation.Count:N0} to choose by, {Test.Count:N0} to judge with";
}

/// <summary>One turn of a cross validation.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Train">The examples to learn from.</param>
/// <param name="Test">The examples to judge with.</param>
public sealed record Fold(int Number, IReadOnlyList<int> Train, IReadOnlyList<int> Test)
{
    /// <summary>The sizes in a line.</summary>
    public override string ToString() => $"fold {Number}: {Train.Count:N0} to learn from, {Test.Count:N0} to judge with";
}

/// <summary>A sample drawn with replacement.</summary>
/// <param name="Chosen">The examples drawn, some more than once.</param>
/// <param name="Left">The examples that were not drawn, which can judge.</param>
public sealed record BootstrapSample(IReadOnlyList<int> Chosen, IReadOnlyList<int> Left)
{
    /// <summary>How many different examples were drawn, as a share of all.</summary>
    public double DifferentShare => 1 - ((double)Left.Count / Chosen.Count);

    /// <summary>The sizes in a line.</summary>
    public override string ToString() => $"{Chosen.Count:N0} drawn with replacement, {DifferentShare:P1} of all examples among them";
}
