namespace NotebookKit;

/// <content>The index of the normalising functions.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.BatchNorm"/>
    /// <param name="weight">gamma, [C]; 1 when null.</param>
    /// <param name="bias">beta, [C]; 0 when null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="unbiased">Whether the variance divides by m - 1 instead of m.</param>
    public Tensor BatchNorm(Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5, bool unbiased = false) =>
        Ops.BatchNorm.Apply(this, weight, bias, epsilon, unbiased, out _);

    /// <inheritdoc cref="Ops.LayerNorm"/>
    /// <param name="weight">Of the shape of the last axes; 1 when null.</param>
    /// <param name="bias">Of the shape of the last axes; 0 when null.</param>
    /// <param name="axes">How many of the last axes are normalised together.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor LayerNorm(Tensor? weight = null, Tensor? bias = null, int axes = 1, double epsilon = 1e-5) =>
        Ops.LayerNorm.Apply(this, axes, weight, bias, epsilon);

    /// <summary>The tensor divided by its root mean square along the last axes: y = weight x / sqrt(mean of x^2 + epsilon); see <see cref="Ops.LayerNorm.Rms"/>.</summary>
    /// <param name="weight">Of the shape of the last axes; 1 when null.</param>
    /// <param name="axes">How many of the last axes belong together.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public Tensor RmsNorm(Tensor? weight = null, int axes = 1, double epsilon = 1e-5) => Ops.LayerNorm.Rms(this, axes, weight, epsilon);

    /// <inheritdoc cref="Ops.GroupNorm"/>
    /// <param name="groups">Divides the channels.</param>
    /// <param name="weight">[C]; 1 when null.</param>
    /// <param name="bias">[C]; 0 when null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor GroupNorm(int groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        Ops.GroupNorm.Apply(this, groups, weight, bias, epsilon);

    /// <summary>Instance normalisation: each map of each example by itself; see <see cref="Ops.GroupNorm"/>.</summary>
    /// <param name="weight">[C]; 1 when null.</param>
    /// <param name="bias">[C]; 0 when null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor InstanceNorm(Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        Ops.GroupNorm.Instance(this, weight, bias, epsilon);

    /// <inheritdoc cref="Ops.WeightNorm"/>
    /// <param name="length">g, [outputs]; this tensor is V.</param>
    public Tensor WeightNorm(Tensor length) => Ops.WeightNorm.Apply(this, length);
}
