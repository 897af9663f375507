namespace NotebookKit.Ops;

/// <summary>What the normalising operations ask of their operands.</summary>
internal static class NormCheck
{
    /// <summary>Examples with channels, and a weight and bias for each channel.</summary>
    public static void Channels(string operation, Tensor x, Tensor? weight, Tensor? bias, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(operation, x);
        if (x.Rank is < 2 or > 4 || x.Shape[1] == 0)
        {
            throw new ArgumentException($"{operation}: takes [N, C], [N, C, L] or [N, C, H, W] with channels, and got {x.Shape}.");
        }

        Epsilon(operation, epsilon);
        Each(operation, "weight", x, weight, x.Shape[1]);
        Each(operation, "bias", x, bias, x.Shape[1]);
    }

    /// <summary>A row of one number for each of <paramref name="count"/> places, or none.</summary>
    public static void Each(string operation, string what, Tensor x, Tensor? numbers, int count)
    {
        if (numbers is not null)
        {
            Check.SameFloats(operation, x, numbers);
            if (numbers.Rank != 1 || numbers.Count != count)
            {
                throw new ArgumentException($"{operation}: the {what} of {x.Shape} has shape [{count}], and got {numbers.Shape}.");
            }
        }
    }

    /// <summary>A number that keeps a variance of 0 from being divided by.</summary>
    public static void Epsilon(string operation, double epsilon)
    {
        if (!(epsilon >= 0) || double.IsInfinity(epsilon))
        {
            throw new ArgumentException($"{operation}: epsilon is 0 or more, and got {epsilon}; 1e-5 is usual.");
        }
    }
}
