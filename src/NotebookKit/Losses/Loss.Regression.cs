namespace NotebookKit.Losses;

/// <content>Losses of numbers that are to be near other numbers.</content>
public static partial class Loss
{
    /// <summary>The squared error (y - t)^2; dL/dy = 2 (y - t), over n for the mean.</summary>
    /// <remarks>
    /// What regression is trained with: the likelihood of normal noise, lectures S2 L3 to L5. The lectures also write half
    /// of it, whose gradient is y - t: see <see cref="HalfSquaredError"/>.
    /// </remarks>
    /// <param name="outputs">y, any shape.</param>
    /// <param name="targets">t, the same shape.</param>
    /// <param name="reduction">Mean: (1/n) sum (y - t)^2.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor MeanSquaredError(Tensor outputs, Tensor targets, Reduction reduction = Reduction.Mean) =>
        (outputs - LossSteps.TargetsFor(nameof(MeanSquaredError), outputs, targets)).Square().Reduce(reduction);

    /// <summary>Half the squared error: 1/2 (y - t)^2, dL/dy = y - t, with the linear unit the pair without a factor.</summary>
    /// <remarks>Sum is the 1/2 sum (y - t)^2 of lectures S1 and S3, Mean the 1/(2n) sum (y - t)^2 of S2 L5.</remarks>
    /// <param name="outputs">y, any shape.</param>
    /// <param name="targets">t, the same shape.</param>
    /// <param name="reduction">Sum, the lectures' usual one, or Mean.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor HalfSquaredError(Tensor outputs, Tensor targets, Reduction reduction = Reduction.Sum) =>
        ((outputs - LossSteps.TargetsFor(nameof(HalfSquaredError), outputs, targets)).Square() / 2).Reduce(reduction);

    /// <summary>The absolute error |y - t|; dL/dy = sign(y - t), 0 where they are equal. Outliers pull no harder than others.</summary>
    /// <param name="outputs">y, any shape.</param>
    /// <param name="targets">t, the same shape.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor AbsoluteError(Tensor outputs, Tensor targets, Reduction reduction = Reduction.Mean) =>
        (outputs - LossSteps.TargetsFor(nameof(AbsoluteError), outputs, targets)).Abs().Reduce(reduction);

    /// <summary>|y - t|^R, between the absolute (R = 1) and the squared error (R = 2); dL/dy = R |y - t|^(R-1) sign(y - t).</summary>
    /// <remarks>Lecture S1, computing the gradient 1.</remarks>
    /// <param name="outputs">y, any shape.</param>
    /// <param name="targets">t, the same shape.</param>
    /// <param name="exponent">R, from 1 to 2.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">R lies outside 1 to 2.</exception>
    public static Tensor PowerError(Tensor outputs, Tensor targets, double exponent, Reduction reduction = Reduction.Mean)
    {
        Tensor floats = LossSteps.TargetsFor(nameof(PowerError), outputs, targets);
        return exponent is >= 1 and <= 2
            ? (outputs - floats).Abs().Pow(exponent).Reduce(reduction)
            : throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "PowerError: R is a number from 1 to 2.");
    }

    /// <summary>Squared near, straight far: 1/2 d^2 where |d| &lt;= delta, else delta (|d| - delta/2), for d = y - t.</summary>
    /// <remarks>dL/dy = d kept between -delta and delta. Huber, Robust estimation of a location parameter, 1964.</remarks>
    /// <param name="outputs">y, any shape.</param>
    /// <param name="targets">t, the same shape.</param>
    /// <param name="delta">Where the parabola becomes a line, above 0.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ, or delta is not above 0.</exception>
    public static Tensor Huber(Tensor outputs, Tensor targets, double delta = 1, Reduction reduction = Reduction.Mean)
    {
        Tensor difference = outputs - LossSteps.TargetsFor(nameof(Huber), outputs, targets);
        Tensor near = difference.Clamp(-LossSteps.Positive(nameof(Huber), nameof(delta), delta), delta);

        // c (d - c/2) is the parabola where c = d and the line where c is delta.
        return (near * (difference - (near / 2))).Reduce(reduction);
    }

    /// <summary>The Huber loss over its beta, so that the line far away has slope 1: 1/2 d^2 / beta where |d| &lt;= beta, else |d| - beta/2.</summary>
    /// <remarks>Girshick, Fast R-CNN, 2015, for the corners of boxes.</remarks>
    /// <param name="outputs">y, any shape.</param>
    /// <param name="targets">t, the same shape.</param>
    /// <param name="beta">Where the parabola becomes a line, above 0.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ, or beta is not above 0.</exception>
    public static Tensor SmoothAbsoluteError(Tensor outputs, Tensor targets, double beta = 1, Reduction reduction = Reduction.Mean)
    {
        LossSteps.TargetsFor(nameof(SmoothAbsoluteError), outputs, targets);
        LossSteps.Positive(nameof(SmoothAbsoluteError), nameof(beta), beta);
        return Huber(outputs, targets, beta, reduction) / beta;
    }

    /// <summary>-ln of the probability of a count t where x is ln of its mean: e^x - t x; dL/dx = e^x - t.</summary>
    /// <remarks>The Poisson distribution without ln t!, which no weight changes; <paramref name="full"/> adds Stirling's t ln t - t + 1/2 ln(2 pi t) where t is above 1.</remarks>
    /// <param name="outputs">x, the logarithm of the mean, any shape; the mean itself when <paramref name="logarithm"/> is false.</param>
    /// <param name="counts">t, 0 or more, the same shape.</param>
    /// <param name="logarithm">Whether the outputs are logarithms; else the loss is x - t ln(x + 1e-8).</param>
    /// <param name="full">Whether to add the part that depends on the counts alone.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor PoissonNegativeLogLikelihood(
        Tensor outputs, Tensor counts, bool logarithm = true, bool full = false, Reduction reduction = Reduction.Mean)
    {
        Tensor t = LossSteps.TargetsFor(nameof(PoissonNegativeLogLikelihood), outputs, counts);
        Tensor losses = logarithm ? outputs.Exp() - (t * outputs) : outputs - (t * (outputs + 1e-8).Log());
        if (full)
        {
            Tensor known = t.Clamp(1, double.PositiveInfinity);
            Tensor stirling = known.XLogY(known) - known + ((known * (2 * Math.PI)).Log() / 2);
            losses += stirling * (t - 1).Relu().Sign();
        }

        return losses.Reduce(reduction);
    }

    /// <summary>-ln of the density of t where the model says mean y and variance v: 1/2 (ln v + (y - t)^2 / v).</summary>
    /// <remarks>
    /// The model says how sure it is. dL/dy = (y - t) / v, dL/dv = 1/2 (1/v - (y - t)^2 / v^2). Nix and Weigend 1994.
    /// </remarks>
    /// <param name="means">y, any shape.</param>
    /// <param name="targets">t, the same shape.</param>
    /// <param name="variances">v, 0 or more, the same shape.</param>
    /// <param name="full">Whether to add the constant 1/2 ln(2 pi).</param>
    /// <param name="least">What v counts as at least.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor GaussianNegativeLogLikelihood(
        Tensor means, Tensor targets, Tensor variances, bool full = false, double least = 1e-6, Reduction reduction = Reduction.Mean)
    {
        Tensor t = LossSteps.TargetsFor(nameof(GaussianNegativeLogLikelihood), means, targets);
        Tensor v = LossSteps.TargetsFor(nameof(GaussianNegativeLogLikelihood), means, variances)
            .Clamp(LossSteps.Positive(nameof(GaussianNegativeLogLikelihood), nameof(least), least), double.PositiveInfinity);
        Tensor losses = (v.Log() + ((means - t).Square() / v)) / 2;
        return (full ? losses + (Math.Log(2 * Math.PI) / 2) : losses).Reduce(reduction);
    }
}
