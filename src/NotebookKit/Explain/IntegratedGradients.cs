using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Explain;

/// <summary>Integrated gradients: the gradient gathered on the straight way from a baseline to the picture, times what changed.</summary>
/// <remarks>
/// (x - b) times the integral over t from 0 to 1 of df/dx at b + t (x - b), by the midpoint rule, summed over the colours. Signed. The values add up to
/// f(x) - f(b), but for the error of the sum: <see cref="ImportanceMap.Total"/> against <see cref="ImportanceMap.ScoreChange"/>. A pixel that is as in
/// the baseline gets exactly 0. Sundararajan, Taly and Yan 2017.
/// </remarks>
public sealed record IntegratedGradients : IExplainer
{
    /// <inheritdoc/>
    public string Name => "integrated gradients";

    /// <summary>Places on the way.</summary>
    public int Steps { get; init; } = 64;

    /// <summary>Where the way begins, [C, H, W] or [1, C, H, W]; zeros when null.</summary>
    public Tensor? Baseline { get; init; }

    /// <summary>Places that are computed together.</summary>
    public int BatchSize { get; init; } = 16;

    /// <inheritdoc/>
    public ImportanceMap Explain(Module model, Tensor picture, int target)
    {
        Tensor one = InUse.One(Name, picture), from = Baseline is null ? Tensor.ZerosLike(one) : InUse.One(Name, Baseline).To(one.DType);
        if (from.Shape != one.Shape || Steps < 1 || BatchSize < 1)
        {
            throw new ArgumentException($"IntegratedGradients: takes a baseline of the picture's size and one step or more, and got {from.Shape} for {one.Shape} and {Steps} steps.", nameof(picture));
        }

        Tensor way = one - from, sum = Tensor.ZerosLike(one[0]);
        for (int done = 0; done < Steps; done += BatchSize)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            int count = Math.Min(BatchSize, Steps - done);
            Tensor places = Tensor.From([.. Enumerable.Range(done, count).Select(k => (k + 0.5) / Steps)], [count, 1, 1, 1]).To(one.DType);
            sum = (sum + InUse.Slope(Name, model, from + (places * way), target).Sum(0)).Keep();
        }

        double[] ends = InUse.Of(Name, model, Tensor.Concat([from, one]), target, chances: false);
        return new(Name, (way[0] * sum / Steps).Sum(0), one[0], target) { ScoreChange = ends[1] - ends[0] };
    }
}
