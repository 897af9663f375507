namespace NotebookKit.Data;

/// <summary>Parts of data sets.</summary>
public static class DatasetSplits
{
    /// <summary>The examples of some numbers, in that order; a number may come more than once.</summary>
    /// <param name="data">The set.</param>
    /// <param name="examples">Example numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public static Dataset Select(this Dataset data, IReadOnlyList<int> examples)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(examples);
        foreach (int example in examples)
        {
            if ((uint)example >= (uint)data.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(examples), example, $"Select: {data.Name} has {data.Count} examples.");
            }
        }

        Tensor numbers = Tensor.From([.. examples.Select(example => (long)example)], new Shape(examples.Count));
        return new Dataset(data.Name, data.Inputs.IndexSelect(0, numbers), data.Labels.IndexSelect(0, numbers), data.ClassNames, data.Origin);
    }

    /// <summary>Three sets without overlap, 65 %, 10 % and 25 % unless said otherwise.</summary>
    /// <param name="data">The set.</param>
    /// <param name="train">The share that learns.</param>
    /// <param name="validation">The share that chooses; what is left judges.</param>
    /// <param name="stratified">Whether each part has the classes in the same shares.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    public static TrainValidationTest Split(
        this Dataset data, double train = Splits.TrainShare, double validation = Splits.ValidationShare, bool stratified = false, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        SplitNumbers numbers = stratified ? Splits.Stratified(data.Labels, train, validation, rng) : Splits.Of(data.Count, train, validation, rng);
        return new TrainValidationTest(data.Select(numbers.Train), data.Select(numbers.Validation), data.Select(numbers.Test));
    }
}

/// <summary>A set to learn from, one to choose by, and one to judge with, once.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To choose by: when to stop, which network.</param>
/// <param name="Test">To judge with.</param>
public sealed record TrainValidationTest(Dataset Train, Dataset Validation, Dataset Test)
{
    /// <summary>A line each.</summary>
    public override string ToString() => $"to learn from:  {Train}\nto choose by:   {Validation}\nto judge with:  {Test}";
}
