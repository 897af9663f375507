using NotebookKit.Data;
using NotebookKit.Losses;

namespace NotebookKit.Training;

/// <summary>Puts the outputs of the batches of a set one below the other, and judges them together.</summary>
/// <param name="data">The set, whose batches come in its own order.</param>
/// <param name="keeps">Whether raw outputs are asked for in any case.</param>
internal sealed class Gatherer(Dataset data, bool keeps)
{
    private readonly List<int> predictions = [];
    private readonly bool keepsOutputs = keeps || data.IsClassification || data.Labels.DType != DType.Int64;
    private Tensor? outputs;
    private double lossSum;
    private int done;

    /// <summary>How many rows have their largest score at their label.</summary>
    public static int Correct(Tensor scores, Tensor labels)
    {
        ReadOnlySpan<long> best = scores.ArgMax(1).Hosted.Elements<long>();
        ReadOnlySpan<long> truth = labels.Hosted.Elements<long>();
        int correct = 0;
        for (int i = 0; i < best.Length; i++)
        {
            correct += best[i] == truth[i] ? 1 : 0;
        }

        return correct;
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">Its mean loss.</param>
    /// <param name="said">What the model said about it.</param>
    public void Add(double loss, Tensor said)
    {
        said = said.Hosted;
        int rows = said.Shape[0];
        lossSum += loss * rows;
        if (keepsOutputs)
        {
            int[] sizes = said.Shape.ToArray();
            sizes[0] = data.Count;
            outputs ??= Tensor.Lasting(new Shape(sizes), said.DType, said.Device);
            Ops.InPlace.Assign(outputs[done..(done + rows)], said);
        }

        if (data.IsClassification)
        {
            foreach (long best in said.ArgMax(1).Elements<long>())
            {
                predictions.Add((int)best);
            }
        }

        done += rows;
    }

    /// <summary>Judges all of them.</summary>
    public Evaluation Finish(IEnumerable<KeyValuePair<string, Func<Tensor, Tensor, double>>> metrics)
    {
        Tensor targets = data.Labels.DType == DType.UInt8 ? data.Labels.To(DType.Float32) / 255 : data.Labels;
        Dictionary<string, double> values = [];
        if (!data.IsClassification && targets.DType.IsFloat() && outputs!.Shape == targets.Shape)
        {
            values["R2"] = Metric.R2(outputs, targets);
            values["MAE"] = Metric.MeanAbsoluteError(outputs, targets);
            values["RMSE"] = Metric.RootMeanSquaredError(outputs, targets);
        }

        foreach ((string name, Func<Tensor, Tensor, double> metric) in metrics)
        {
            values[name] = metric(outputs!, targets);
        }

        if (!data.IsClassification)
        {
            return new Evaluation(lossSum / data.Count, outputs, null, [], values);
        }

        int[] truth = Array.ConvertAll(data.Labels.ToArray<long>(), label => (int)label);
        return new Evaluation(lossSum / data.Count, outputs!.Softmax().To(DType.Float32), new ConfusionMatrix(truth, [.. predictions], data.ClassNames), predictions, values);
    }
}
