namespace NotebookKit.Ilgpu.Tests;

/// <summary>Numbers that are equal up to rounding.</summary>
internal static class Close
{
    /// <summary>Every number is as expected, relative to the largest; NaN where NaN is expected.</summary>
    public static void Assert(double[] expected, double[] actual, double tolerance, string what)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            double error = expected[i].Equals(actual[i]) ? 0 : Math.Abs(expected[i] - actual[i]);
            Xunit.Assert.True(error <= tolerance * Math.Max(largest, 0.1), $"{what}: element {i} is {actual[i]:R}, and {expected[i]:R} on the processor");
        }
    }
}
