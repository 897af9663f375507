using NotebookKit.Detection;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L8: detection and segmentation.</summary>
internal static class S2L08
{
    public static LectureQuiz Quiz { get; } = new("S2 L8", "detection and segmentation",
    [
        new("iou", ["DET-IOU"], Overlap),
        new("nms", ["DET-NMS"], Nms),
        new("offset", ["DET-BBOX"], Offset),
        new("anchors", ["DET-ANCHOR", "DET-RPN"], AnchorCount),
        new("atrous", ["CONV-ATROUS"], Atrous),
        new("depth-to-space", ["CONV-D2S"], DepthToSpace),
    ]);

    private static NumberItem Overlap(Draw draw)
    {
        var (first, second) = (new Box(0, 0, draw.Whole(4, 12), draw.Whole(4, 12)), Shifted(draw));
        return NumberItem.To(3, $"Two boxes are given by their left, top, right and bottom: {Say(first)} and {Say(second)}. What is their intersection over union?", first.IoU(second));
    }

    private static ChoicesItem Nms(Draw draw)
    {
        var scores = draw.Different(4, 50, 99);
        var boxes = Enumerable.Range(0, 4).Select(i =>
        {
            var (left, top) = (draw.Whole(0, 8), draw.Whole(0, 3));
            return new ScoredBox(new Box(left, top, left + 10, top + 10), 0, scores[i] / 100.0);
        }).ToArray();
        var kept = Suppression.Greedy(boxes, 0.5);
        return ChoicesItem.Where("A detector found these boxes (left, top, right, bottom) of one class, each 10 x 10. Which are left after greedy non-maximum suppression, which drops a box that overlaps a surer one by an IoU of 0.5 or more?", boxes, one => $"{Say(one.Box)}, score {Show.Number(one.Score)}", one => kept.Contains(one));
    }

    private static NumberItem Offset(Draw draw)
    {
        var (w, h) = (4 * draw.Whole(5, 20), 4 * draw.Whole(5, 20));
        var from = Box.FromCenter(100, 100, w, h);
        var to = Box.FromCenter(100 + draw.NotZero(-15, 15), 100, w + draw.NotZero(-12, 12), h);
        var (code, isShift) = (new BoxCode().Encode(from, to), draw.Whole(0, 1) == 0);
        return NumberItem.To(3, $"A proposal has its middle at ({Show.Number(from.CenterX)}, {Show.Number(from.CenterY)}) and is {w} wide and {h} high. The true box has its middle at ({Show.Number(to.CenterX)}, {Show.Number(to.CenterY)}), is {Show.Number(to.Width)} wide and {Show.Number(to.Height)} high. What is the target {(isShift ? "dx = (x' - x) / w" : "dw = ln(w' / w)")} of box regression?", isShift ? code.Dx : code.Dw);
    }

    private static NumberItem AnchorCount(Draw draw)
    {
        var (rows, columns, scales, ratios) = (draw.Whole(6, 40), draw.Whole(6, 60), draw.Whole(1, 4), draw.Whole(1, 3));
        var boxes = Anchors.Grid((rows, columns), 16, [.. Enumerable.Range(1, scales).Select(i => 64.0 * i)], [.. Enumerable.Range(1, ratios).Select(i => (double)i)]);
        return NumberItem.Exact($"A region proposal network slides over a map of {rows} x {columns} and has anchors of {scales} {(scales == 1 ? "scale" : "scales")} and {ratios} {(ratios == 1 ? "shape" : "shapes")} at each place. How many anchors is that?", boxes.Count);
    }

    private static NumberItem Atrous(Draw draw)
    {
        var (k, r) = (draw.Of(3, 5, 7), draw.Whole(2, 24));
        return NumberItem.Exact($"How many pixels does an atrous kernel of {k} reach along an axis, with rate {r}?", ConvolutionArithmetic.EffectiveKernel(k, r)) with { Explanation = "k + (k - 1)(r - 1)." };
    }

    private static NumberItem DepthToSpace(Draw draw)
    {
        var (r, channels, side) = (draw.Of(2, 3, 4), draw.Whole(1, 8), draw.Whole(3, 12));
        var result = Tensor.Zeros([1, channels * r * r, side, side]).DepthToSpace(r).Shape;
        var asksSide = draw.Whole(0, 1) == 0;
        return NumberItem.Exact($"Depth-to-space with the factor {r} is applied to {channels * r * r} maps of {side} x {side}. {(asksSide ? "How many rows has a map of the result?" : "How many maps has the result?")}", asksSide ? result[2] : result[1]);
    }

    private static Box Shifted(Draw draw)
    {
        var (left, top) = (draw.Whole(0, 6), draw.Whole(0, 6));
        return new Box(left, top, left + draw.Whole(4, 12), top + draw.Whole(4, 12));
    }

    private static string Say(Box box) => Show.Vector(box.Left, box.Top, box.Right, box.Bottom);
}
