using System.Numerics;
using ILGPU;
using NotebookKit.Ilgpu.Works;
using NotebookKit.Ops;

namespace NotebookKit.Ilgpu;

/// <content>Normalisation by channels: batch, group and instance normalisation.</content>
public sealed partial class GpuDevice
{
    /// <inheritdoc/>
    internal override void ChannelNorm(Tensor x, in ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
        ChannelNorm.Setting own = setting;
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            NormPlan plan = PlanOf(x, own);
            ArrayView<T> values = View<T>(x);
            (ArrayView<double> means, ArrayView<double> spreads) = (View<double>(mean), View<double>(variance));
            int parts = PartsOf(plan);
            Tensor room = Tensor.Empty(new Shape(parts * plan.Lines), DType.Float64, this);
            ArrayView<double> sums = View<double>(room);
            launcher.Each(parts * plan.Lines, new ChannelSumWork<T>(values, plan, parts, means, 0, sums));
            launcher.Each(plan.Segments * plan.Groups, new GroupMeanWork(sums, plan, parts, plan.Count, means));
            launcher.Each(parts * plan.Lines, new ChannelSumWork<T>(values, plan, parts, means, 1, sums));
            launcher.Each(plan.Segments * plan.Groups, new GroupMeanWork(sums, plan, parts, plan.Count - own.Correction, spreads));
            launcher.Each(
                x.Count,
                new ChannelNormWork<T>(values, plan, ViewOr(weight, values), weight is null ? 0 : 1, ViewOr(bias, values), bias is null ? 0 : 1, own.Epsilon, means, spreads, View<T>(y)));
            Needed(x, weight, bias, mean, variance, y, room);
        }
    }

    /// <inheritdoc/>
    internal override void ChannelNormGradient(
        Tensor x, Tensor g, in ChannelNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        ChannelNorm.Setting own = setting;
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            NormPlan plan = PlanOf(x, own);
            (ArrayView<T> values, ArrayView<T> slopes) = (View<T>(x), View<T>(g));
            (ArrayView<double> means, ArrayView<double> spreads) = (View<double>(mean), View<double>(variance));
            int parts = PartsOf(plan);
            int groups = plan.Segments * plan.Groups;
            Tensor room = Tensor.Empty(new Shape(2, parts + 1, plan.Lines), DType.Float64, this);
            Tensor ofGroups = Tensor.Empty(new Shape(2, groups), DType.Float64, this);
            ArrayView<double> all = View<double>(room);
            int size = (parts + 1) * plan.Lines;
            (ArrayView<double> plainParts, ArrayView<double> alongParts) = (all.SubView(0, parts * plan.Lines), all.SubView(size, parts * plan.Lines));
            (ArrayView<double> plain, ArrayView<double> along) = (all.SubView(parts * plan.Lines, plan.Lines), all.SubView(size + (parts * plan.Lines), plan.Lines));
            (ArrayView<double> groupPlain, ArrayView<double> groupAlong) = (View<double>(ofGroups).SubView(0, groups), View<double>(ofGroups).SubView(groups, groups));
            ArrayView<T> factors = ViewOr(weight, values);
            int hasWeight = weight is null ? 0 : 1;
            launcher.Each(parts * plan.Lines, new ChannelSlopesWork<T>(values, slopes, plan, parts, means, plainParts, alongParts));
            launcher.Each(plan.Lines, new TotalWork<double>(plainParts, parts, plan.Lines, plain));
            launcher.Each(plan.Lines, new TotalWork<double>(alongParts, parts, plan.Lines, along));
            launcher.Each(groups, new GroupSlopesWork<T>(plain, along, plan, factors, hasWeight, groupPlain, groupAlong));
            launcher.Each(
                x.Count,
                new ChannelNormGradientWork<T>(values, slopes, plan, factors, hasWeight, own.Epsilon, plan.Count - own.Correction, means, spreads, groupPlain, groupAlong, View<T>(gradient)));
            if (weightGradient is not null || biasGradient is not null)
            {
                launcher.Each(
                    plan.Channels,
                    new ChannelWeightsWork<T>(
                        plain, along, plan, own.Epsilon, spreads, ViewOr(weightGradient, values), weightGradient is null ? 0 : 1, ViewOr(biasGradient, values), biasGradient is null ? 0 : 1));
            }

            Needed(x, g, weight, mean, variance, gradient, room, ofGroups);
        }
    }

    private static NormPlan PlanOf(Tensor x, in ChannelNorm.Setting setting) => x.Rank == 3
        ? new NormPlan(x.Shape[0], x.Shape[1], x.Shape[2], setting.Groups, 0)
        : new NormPlan(x.Shape[0], x.Shape[1] * x.Shape[3], x.Shape[2], setting.Groups, x.Shape[3]);

    private static int PartsOf(NormPlan plan) => Math.Clamp(ManyThreads / Math.Max(1, plan.Lines), 1, Math.Max(1, plan.Rows / 16));
}
