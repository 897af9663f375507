using NotebookKit.Layers;

namespace NotebookKit.Tests.Ops;

/// <summary>Attention: what its weights are, what it may see, and misuse.</summary>
public class AttentionTests
{
    public static TheoryData<string, Action, string> Misuses => new()
    {
        { "Attention", () => Tensor.Zeros([2, 3]).ScaledDotProductAttention(Tensor.Zeros([2, 4]), Tensor.Zeros([2, 3])), "[2, 3], [2, 4] and [2, 3]" },
        { "Attention", () => Tensor.Zeros([2, 3]).ScaledDotProductAttention(Tensor.Zeros([4, 3]), Tensor.Zeros([5, 3])), "[2, 3], [4, 3] and [5, 3]" },
        { "Attention", () => Tensor.Zeros([2, 3]).ScaledDotProductAttention(Tensor.Zeros([4, 3]), Tensor.Zeros([4, 3]), mask: Tensor.Zeros([3, 4])), "[3, 4]" },
        { "MultiHeadAttention", () => _ = new MultiHeadAttention(5, 2), "2 heads do not divide 5" },
        { "MultiHeadAttention", () => new MultiHeadAttention(4, 2).Forward(Tensor.Zeros([2, 3, 5])), "[2, 3, 5]" },
        { "PositionalEncoding", () => new PositionalEncoding().Forward(Tensor.Zeros([2, 3])), "[2, 3]" },
    };

    [Theory]
    [MemberData(nameof(Misuses))]
    public void A_misuse_is_named_with_its_shape(string operation, Action action, string part)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Contains(operation, e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "SEQ-ATT")]
    public void Weights_are_at_least_0_and_sum_to_1_and_the_result_is_the_formulas()
    {
        (Tensor q, Tensor k, Tensor v) = (Numbers(1, 3, 4), Numbers(2, 5, 4), Numbers(3, 5, 2));
        (Tensor output, Tensor weights) = NotebookKit.Ops.Attention.Apply(q, k, v);
        double[] w = weights.ToArray<double>();
        Assert.All(w, value => Assert.InRange(value, 0, 1));
        Assert.All(weights.Sum(1).ToArray<double>(), sum => Assert.Equal(1, sum, 1e-14));
        double[] right = new double[6];
        for (int i = 0; i < 3; i++)
        {
            double[] scores = [.. Enumerable.Range(0, 5).Select(j => Math.Exp(Enumerable.Range(0, 4).Sum(d => q[i, d].Item() * k[j, d].Item()) / 2))];
            for (int e = 0; e < 2; e++)
            {
                right[(i * 2) + e] = Enumerable.Range(0, 5).Sum(j => scores[j] * v[j, e].Item()) / scores.Sum();
            }
        }

        Assert.All(right.Zip(output.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
    }

    [Fact]
    public void A_causal_block_does_not_see_the_future()
    {
        TransformerBlock block = new(8, 2, causal: true, rng: new Rng(1), dtype: DType.Float64);
        Tensor x = Numbers(2, 1, 5, 8);
        double[] before = block.Forward(x)[0, ..3].ToArray<double>();
        Tensor other = Tensor.Concat([x[.., ..3], Numbers(3, 1, 2, 8)], 1);
        Assert.All(before.Zip(block.Forward(other)[0, ..3].ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        Assert.NotEqual(block.Forward(x)[0, 4].ToArray<double>(), block.Forward(other)[0, 4].ToArray<double>());
    }

    [Fact]
    public void Places_are_told_apart_by_sines_of_many_lengths()
    {
        double[] table = PositionalEncoding.Table(3, 4, DType.Float64).ToArray<double>();
        Assert.Equal([0, 1, 0, 1, Math.Sin(1), Math.Cos(1), Math.Sin(0.01), Math.Cos(0.01), Math.Sin(2), Math.Cos(2), Math.Sin(0.02), Math.Cos(0.02)], table);
        Tensor x = Numbers(1, 2, 3, 4);
        Assert.All((new PositionalEncoding().Forward(x) - x)[1].ToArray<double>().Zip(table), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    private static Tensor Numbers(int seed, params int[] sizes) => Tensor.Uniform(sizes, -1, 1, new Rng(seed), DType.Float64);
}
