namespace NotebookKit.Optimizers;

/// <summary>Runs an <see cref="Optimizer"/> down a whole function: <c>new Descent(x => new Adam([x]) { LearningRate = 0.1 }).Minimize(f)</c>.</summary>
/// <param name="make">Makes the optimiser of the point.</param>
public sealed class Descent(Func<Parameter, Optimizer> make) : Minimizer
{
    private readonly Func<Parameter, Optimizer> make = make ?? throw new ArgumentNullException(nameof(make));

    /// <summary>The name in a trace; the optimiser's when null.</summary>
    public string? Title { get; init; }

    /// <inheritdoc/>
    public override string Name => Title ?? make(new Parameter(Tensor.Zeros([1], DType.Float64))).GetType().Name;

    /// <inheritdoc/>
    protected override Func<Iterate, Iterate?> Begin(Objective objective)
    {
        Parameter? point = null;
        Optimizer? optimizer = null;
        return now =>
        {
            point ??= new Parameter(now.X.Clone());
            optimizer ??= make(point);
            point.ZeroGradient();
            point.AddGradient(now.Gradient);
            optimizer.Step();
            return Iterate.At(objective, point.Detach().Clone(), optimizer.LearningRate);
        };
    }
}
