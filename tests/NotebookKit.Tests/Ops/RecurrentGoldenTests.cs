using NotebookKit.Layers;

namespace NotebookKit.Tests.Ops;

/// <summary>Recurrent layers, forward and gradients, against PyTorch's, which tests/golden/make_recurrent.py wrote down.</summary>
[Collection(nameof(OneAtATime))]
public class RecurrentGoldenTests
{
    private static readonly GoldenFile Golden = new("recurrent.npz");

    private static readonly Dictionary<string, Func<string, Tensor[], Tensor>> Runs = new()
    {
        ["lstm"] = (name, x) => RunLstm(x, Size(name, 'L'), Size(name, 'D')),
        ["gru"] = (name, x) => RunGru(x, Size(name, 'L'), Size(name, 'D')),
        ["rnn-tanh"] = (name, x) => RunRnn(x, Size(name, 'L'), Size(name, 'D')),
        ["rnn-relu"] = (name, x) => RunRnn(x, Size(name, 'L'), Size(name, 'D'), rectified: true),
        ["lstm-packed"] = (name, x) => RunLstm(x[..^1], 1, Size(name, 'D'), lengths: x[^1].Flatten()),
        ["gru-packed"] = (name, x) => RunGru(x[..^1], 1, Size(name, 'D'), lengths: x[^1].Flatten()),
        ["rnn-packed"] = (name, x) => RunRnn(x[..^1], 1, Size(name, 'D'), lengths: x[^1].Flatten()),
        ["lstm-peepholes"] = (_, x) => RunLstm(x, peepholes: true),
        ["lstm-coupled"] = (_, x) => RunLstm(x, coupled: true),
        ["lstm-peepholes-coupled"] = (_, x) => RunLstm(x, peepholes: true, coupled: true),
        ["gru-lecture"] = (_, x) => RunGru(x, resetFirst: true),
    };

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Fact]
    public void Every_operation_of_the_file_is_run() => Golden.HoldsExactly(Runs.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_equal_PyTorchs(string name) => Golden.Check(name, x => Runs[name.Split(' ')[0]](name, x));

    [Theory]
    [InlineData("lstm T4 N1 I2 H3 L2 D2")]
    [InlineData("gru T4 N1 I2 H3 L2 D2")]
    [InlineData("rnn-tanh T4 N1 I2 H3 L2 D2")]
    public void Sequences_with_the_batch_first_give_the_same(string name) => Golden.Check(name, x =>
    {
        bool lstm = name.StartsWith("lstm", StringComparison.Ordinal);
        Tensor batchFirst = x[0].Transpose(0, 1);
        return lstm
            ? GivenParameters.Run(new Lstm(2, 3, 2, true, true, dtype: x[0].DType), x[3..], layer =>
            {
                (Tensor outputs, Tensor hidden, Tensor cell) = layer.Run(batchFirst, (x[1], x[2]));
                return Flat(outputs.Transpose(0, 1), hidden, cell);
            })
            : name.StartsWith("gru", StringComparison.Ordinal)
            ? GivenParameters.Run(new Gru(2, 3, 2, true, true, dtype: x[0].DType), x[2..], layer =>
            {
                (Tensor outputs, Tensor hidden) = layer.Run(batchFirst, x[1]);
                return Flat(outputs.Transpose(0, 1), hidden);
            })
            : GivenParameters.Run(new Rnn(2, 3, 2, true, true, dtype: x[0].DType), x[2..], layer =>
            {
                (Tensor outputs, Tensor hidden) = layer.Run(batchFirst, x[1]);
                return Flat(outputs.Transpose(0, 1), hidden);
            });
    });

    private static Tensor RunLstm(Tensor[] x, int layers = 1, int directions = 1, bool peepholes = false, bool coupled = false, Tensor? lengths = null) => GivenParameters.Run(
        new Lstm(x[0].Shape[2], x[1].Shape[2], layers, directions == 2, peepholes: peepholes, coupled: coupled, dtype: x[0].DType), x[3..], layer =>
        {
            (Tensor outputs, Tensor hidden, Tensor cell) = layer.Run(x[0], (x[1], x[2]), lengths);
            return Flat(Within(outputs, lengths), hidden, cell);
        });

    private static Tensor RunGru(Tensor[] x, int layers = 1, int directions = 1, bool resetFirst = false, Tensor? lengths = null) => GivenParameters.Run(
        new Gru(x[0].Shape[2], x[1].Shape[2], layers, directions == 2, resetFirst: resetFirst, dtype: x[0].DType), x[2..], layer =>
        {
            (Tensor outputs, Tensor hidden) = layer.Run(x[0], x[1], lengths);
            return Flat(Within(outputs, lengths), hidden);
        });

    private static Tensor RunRnn(Tensor[] x, int layers = 1, int directions = 1, bool rectified = false, Tensor? lengths = null) => GivenParameters.Run(
        new Rnn(x[0].Shape[2], x[1].Shape[2], layers, directions == 2, rectified: rectified, dtype: x[0].DType), x[2..], layer =>
        {
            (Tensor outputs, Tensor hidden) = layer.Run(x[0], x[1], lengths);
            return Flat(Within(outputs, lengths), hidden);
        });

    // PyTorch fills up with zeros where ours repeats the last state.
    private static Tensor Within(Tensor outputs, Tensor? lengths)
    {
        if (lengths is null)
        {
            return outputs;
        }

        long[] ends = lengths.ToArray<long>();
        double[] going = [.. Enumerable.Range(0, outputs.Shape[0]).SelectMany(step => ends.Select(end => step < end ? 1.0 : 0.0))];
        return outputs * Tensor.From(going, new Shape(outputs.Shape[0], ends.Length, 1)).To(outputs.DType);
    }

    private static Tensor Flat(params Tensor[] tensors) => Tensor.Concat([.. tensors.Select(tensor => tensor.Flatten())]);

    private static int Size(string name, char letter) => int.Parse(name.Split(' ').Single(part => part[0] == letter)[1..], System.Globalization.CultureInfo.InvariantCulture);
}
