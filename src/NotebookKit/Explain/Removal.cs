using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Explain;

/// <summary>A test of maps: take the pixels away in the order of their importance, and watch the class go (deletion); or put them back into an empty picture, and watch it come (insertion).</summary>
/// <remarks>
/// A good map makes the first curve fall soon, so its area is small, and the second rise soon, so its area is large; an order by chance is the measure.
/// Equal pixels go in reading order. Petsiuk, Das and Saenko 2018. A picture with holes is unlike all that the model learned from, so compare curves
/// with each other, and do not read one by itself.
/// </remarks>
public sealed record Removal
{
    /// <summary>Points of a curve after the first.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>What stands where a pixel was removed, in all colours.</summary>
    public double Fill { get; init; }

    /// <summary>Whether the chance of the class is watched (softmax), and not its score.</summary>
    public bool OfChance { get; init; } = true;

    /// <summary>Removes the most important pixels first.</summary>
    /// <param name="model">Gives [N, classes]; it is in use meanwhile.</param>
    /// <param name="map">What a method said about a picture of this model.</param>
    public RemovalCurve Delete(Module model, ImportanceMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Curve(map.Method, model, map.Picture, map.Target, Order(map), inserts: false);
    }

    /// <summary>Puts the most important pixels back first.</summary>
    /// <param name="model">Gives [N, classes]; it is in use meanwhile.</param>
    /// <param name="map">What a method said about a picture of this model.</param>
    public RemovalCurve Insert(Module model, ImportanceMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Curve(map.Method, model, map.Picture, map.Target, Order(map), inserts: true);
    }

    /// <summary>The mean curve of some orders by chance: what a map must beat.</summary>
    /// <param name="model">Gives [N, classes]; it is in use meanwhile.</param>
    /// <param name="picture">[C, H, W] or [1, C, H, W].</param>
    /// <param name="target">The class.</param>
    /// <param name="inserts">Whether pixels are put back, and not removed.</param>
    /// <param name="orders">How many orders.</param>
    /// <param name="rng">Where they come from; the session's generator when null.</param>
    public RemovalCurve ByChance(Module model, Tensor picture, int target, bool inserts = false, int orders = 5, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(orders);
        Tensor one = InUse.One(nameof(Removal), picture);
        Rng dice = rng ?? Rng.Current;
        return RemovalCurve.MeanOf("by chance", [.. Enumerable.Range(0, orders)
            .Select(_ => Curve("by chance", model, one[0], target, dice.Permutation(one.Shape[2] * one.Shape[3]), inserts))]);
    }

    /// <summary>How it is done, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"removal in {Steps} steps, filled with {Fill}, watching the {(OfChance ? "chance" : "score")}");

    private static int[] Order(ImportanceMap map)
    {
        double[] values = map.Values.ToArray<double>();
        return [.. Enumerable.Range(0, values.Length).OrderByDescending(pixel => values[pixel])];
    }

    private RemovalCurve Curve(string name, Module model, Tensor picture, int target, int[] order, bool inserts)
    {
        int pixels = order.Length, channels = picture.Shape[0];
        if (Steps < 1 || picture.Count != channels * pixels)
        {
            throw new ArgumentException($"Removal: takes one step or more and a map of the picture's size, and got {Steps} steps and {pixels} values for {picture.Shape}.");
        }

        using BufferScope scope = new();
        double[] whole = picture.ToArray<double>(), all = new double[(Steps + 1) * whole.Length];
        int[] shown = [.. Enumerable.Range(0, Steps + 1).Select(step => (int)((long)pixels * step / Steps))];
        for (int step = 0; step <= Steps; step++)
        {
            // Of the pixels in their order, the first are removed, or put back.
            for (int rank = 0; rank < pixels; rank++)
            {
                bool stays = rank < shown[step] == inserts;
                for (int c = 0; c < channels; c++)
                {
                    all[(step * whole.Length) + (c * pixels) + order[rank]] = stays ? whole[(c * pixels) + order[rank]] : Fill;
                }
            }
        }

        List<double> scores = [];
        for (int start = 0; start <= Steps; start += 16)
        {
            Cancellation.ThrowIfRequested();
            int count = Math.Min(16, Steps + 1 - start);
            Tensor some = Tensor.From(all.AsSpan(start * whole.Length, count * whole.Length).ToArray(), [count, channels, picture.Shape[1], picture.Shape[2]]);
            scores.AddRange(InUse.Of(nameof(Removal), model, some.To(picture.DType), target, OfChance));
        }

        return new(name, [.. shown.Select(count => (double)count / pixels)], scores);
    }
}
