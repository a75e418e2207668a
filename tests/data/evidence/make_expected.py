# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes expected.json: references and quantities of bundled artifacts, computed with numpy alone.

Run in this folder: python3 make_expected.py
"""
import json

import numpy as np
import torch


def load(name, dir='../artifacts'):
    j=json.load(open(f'{dir}/{name}.json')); t=torch.load(f'{dir}/{name}-eigdirs.pt')
    return j,t['sym_eigs'].double().numpy(),t['eig_dirs'].double().numpy()
def resid(c): return np.sqrt(np.clip(1-c*c,0,1))
def push(mu,sd):
    z=np.linspace(-6,6,33); w=np.exp(-.5*z*z); f=resid(np.clip(mu+z*sd,-1,1)); m=(w*f).sum()/w.sum()
    return m,np.sqrt((w*(f-m)**2).sum()/w.sum())
def evidence(name,a):
    j,e,_=load(name); L,H,r,d=j['num_layers'],j['num_heads'],j['head_dim'],j['hidden_size']
    G=np.array(j['gram']); kv=j['num_kv_heads']; Gr=kv if kv>1 else H; w=H//Gr
    n=np.sqrt(np.einsum('llh->lh',G))
    C=G[:,a]/(n*n[a]); T=G[:,a]/n[a]**2
    out={}
    def put(q,k,val,mean,sd,pair=True):
        mean=np.array(mean,float); sd=np.array(sd,float)
        if pair: mean[a]=sd[a]=np.nan
        out[q,k]=dict(mean=mean,sd=sd,z=(val-mean)/sd)
    # closed forms per head
    t=e.sum(-1); q2=(e**2).sum(-1); s2=q2-t*t/d; k2=np.maximum(0,n**2-q2)
    M=t*t[a]/(d*n*n[a]); V=(s2*s2[a]/(d*(d+1)/2-1)+k2*k2[a]/(d*(d-1)/2))/(n*n[a])**2
    ratio=n/n[a]
    comb=lambda m,s:(m.mean(1),np.sqrt((s**2).sum(1))/H)
    for kind,mu,sd in (('isotropic',0*M,0*M+1/d),('same_spectrum',M,np.sqrt(V))):
        put('operator_cosine',kind,C.mean(1),*comb(mu,sd))
        pr=np.array([[push(mu[l,h],sd[l,h]) for h in range(H)] for l in range(L)])
        put('operator_residual',kind,resid(C).mean(1),*comb(pr[...,0],pr[...,1]))
        put('operator_scale',kind,T.mean(1),*comb(mu*ratio,sd*ratio))
    # other heads
    mag=-np.sort(-abs(e),-1); sg=-np.sort(-e,-1); nn=np.linalg.norm(e,axis=-1)
    def relabel(cell): # cell(l)->[H,H] (other, head)
        mean=np.zeros(L); sd=np.zeros(L); val=np.zeros(L)
        for l in range(L):
            X=cell(l); val[l]=np.diag(X).mean()
            B=np.zeros((Gr,Gr))
            for p in range(w): B+=X[p::w,p::w]/w
            mean[l]=B.mean(); D=B-B.mean(0)-B.mean(1)[:,None]+B.mean()
            sd[l]=np.sqrt((D**2).sum()/((Gr-1)*Gr**2))
        return val,mean,sd
    S=lambda l: np.clip(mag[l]@mag[a].T/np.outer(nn[l],nn[a]),0,1)
    if H>1:
        put('spectral_cosine','other_heads',*relabel(S))
        put('spectral_residual','other_heads',*relabel(lambda l:resid(S(l))))
        put('spectral_scale','other_heads',*relabel(lambda l:mag[l]@mag[a].T/nn[a]**2))
        put('signed_spectral_cosine','other_heads',*relabel(lambda l:sg[l]@sg[a].T/np.outer(nn[l],nn[a])))
        k=2
        while k<=e.shape[-1]:
            put(f'sign_agreement_{k}','other_heads',*relabel(lambda l:(np.sign(e[l][:,None,:k])==np.sign(e[a][None,:,:k])).mean(-1)))
            k*=2
    k=2
    while k<=e.shape[-1]:
        x=np.sign(e[...,:k]); pos=(x>0).sum(-1).astype(float); nz=(x!=0).sum(-1).astype(float)
        val=(x==x[a]).mean(-1).mean(1); mm=np.zeros((L,H)); vv=np.zeros((L,H))
        for l in range(L):
            for h in range(H):
                A,B=(pos[l,h],nz[l,h]),(pos[a,h],nz[a,h])
                if A[1]>B[1]:A,B=B,A
                f=B[0]/B[1]; neg=A[1]-A[0]
                mm[l,h]=(A[0]*f+neg*(1-f)+k-B[1])/k
                vv[l,h]=f*(1-f)*(A[1]*B[1]-(A[0]-neg)**2)/(B[1]-1)/k**2
        put(f'sign_agreement_{k}','isotropic',val,*comb(mm,np.sqrt(vv)))
        k*=2
    put('symmetric_share','isotropic',(q2/n**2).mean(1),np.full(L,.5*(1+1/d)),np.full(L,1/(2**.5*d*H**.5)),False)
    put('matching_index','isotropic',(d**.5*t/n).mean(1),np.zeros(L),np.full(L,1/H**.5),False)
    oth=[l for l in range(L) if l!=a]
    v=dict(r_squared=float((C[oth]**2).mean()),negative_scale_share=float((T[oth]<0).mean()),mean_cosine_without_anchor=float(C[oth].mean()))
    fl=(abs(e).sum(-1)*abs(e[a]).sum(-1)/(e.shape[-1]*nn*nn[a])).mean(1)
    return out,v,dict(spectral_floor=fl,symmetric_share=(q2/n**2).mean(1),matching_index=(d**.5*t/n).mean(1),signed_spectral_cosine=np.array([np.diag(sg[l]@sg[a].T/np.outer(nn[l],nn[a])).mean() for l in range(L)]))


def listed(values):
    return [float(x) if np.isfinite(x) else None for x in values]


if __name__ == '__main__':
    expected = []
    for model, anchor in (('stories260K', 0), ('stories260K', 2), ('tinygpt_vehicle_8L4H', 4), ('slm4096', 2),
                          ('kwt1_1head', 6)):
        with np.errstate(invalid='ignore'):
            references, verdict, quantities = evidence(model, anchor)
        expected.append({
            'model': model, 'anchor': anchor, 'verdict': verdict,
            'quantities': {name: listed(values) for name, values in quantities.items()},
            'evidence': [{'quantity': quantity, 'reference': kind, **{key: listed(v) for key, v in found.items()}}
                         for (quantity, kind), found in references.items()]})
    with open('expected.json', 'w') as out:
        json.dump(expected, out, indent=0)
        out.write('\n')
